### What the bot says, in English. One section a room; the same keys stand in every language.

## core

error-unexpected = Something went wrong on my side. Incident { $incident }.
error-unavailable = Something I need does not answer right now. Please try again in a minute.
error-delivery-rejected = Telegram refused: { $reason }
error-settings = { $setting }: { $reason }
error-database-unavailable = The database does not answer right now. Please try again in a minute.
error-old-button = This button is too old. Please send the command again.

## inference

error-model-unreachable = I cannot reach the language model: nobody answers at { $host }. Is Ollama running?
error-model-missing = The model { $model } is not installed here. Choose another with /model, or install it: ollama pull { $model }
error-model-slow = The model { $model } takes too long. Please try again in a minute.
error-model-busy = The model { $model } has too many questions waiting. Please try again in a minute.
error-model-failed = The model { $model } failed: { $reason }
error-model-empty = The model { $model } answered with nothing. Please ask in other words.
error-model-broken-stream = The answer of { $model } broke off in the middle. Please try again.
error-no-whisper = I cannot listen to voice notes yet: no speech model is installed. The operator puts a faster-whisper model into a folder and names it in WHISPER_MODEL.
error-whisper-folder = The speech model in { $folder } cannot be used: it is not a complete faster-whisper model.
error-audio-unreadable = I could not read this recording. Please send it as a voice note or an audio file.
error-audio-slow = This recording takes too long to listen to. Please send a shorter one.

## memory

## engines

## agents

## forwarding

## scheduler

## handlers

## bot
