"""Models served locally: chat, embeddings, speech, and the queue before them."""
