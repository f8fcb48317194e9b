### What the bot says, in English. One section a room; the same keys stand in every language.

## core

error-unexpected = Something went wrong on my side. Incident { $incident }.
error-unavailable = Something I need does not answer right now. Please try again in a minute.
error-delivery-rejected = Telegram refused: { $reason }
error-settings = { $setting }: { $reason }
error-database-unavailable = The database does not answer right now. Please try again in a minute.
error-cache-unavailable = Redis does not answer right now. Please try again in a minute.
error-when-not-understood = I did not understand the time. Try: in 10 minutes, at 18:00, tomorrow at 9, 2026-12-01 09:00, every monday at 10.
error-when-past = That time has already passed.
error-time-zone-unknown = I do not know the time zone “{ $zone }”. It looks like Europe/Berlin or Asia/Almaty.
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
error-audio-silent = I heard no words in this recording.
error-audio-slow = This recording takes too long to listen to. Please send a shorter one.

## memory

error-memory-index = The memory index does not answer right now. What you tell me is kept, and will be found again later.
error-memory-slow = Searching the memory takes too long. Please try again in a minute.
error-memory-in-use = The memory in { $folder } is open in another process. Only one may use it at a time.
error-document-kind = I can read .txt, .md and .csv files. { $name } is none of them.
error-document-empty = There is no text in { $name }.
error-document-too-large = { $name } is too large: I read files of up to { $megabytes } MB.
error-document-unreadable = I could not read { $name }. Is it really a text file, saved as UTF-8?

## engines

## agents

## forwarding

## scheduler

## handlers

## bot
