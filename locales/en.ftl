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

error-card-number = This is not a card number: it needs 12 to 19 digits.
error-loan-terms = These loan terms cannot be computed: the amount must be above zero, the rate not negative, the term 1 to 600 months.
error-fee-terms = These fee terms cannot be computed: nothing may be negative, and the least fee may not exceed the most.
error-arithmetic = This cannot be computed: write numbers, + - * / and brackets.
error-code-too-long = This code is too long: please keep it under { $limit } characters.
error-code-unreadable = This is not readable Python: see line { $line }.
error-text-too-long = This text is too long: please keep it under { $limit } characters.
error-no-requirements = I see no sentences to check.
error-no-log-lines = I see no log lines.

## agents

agent-assistant = Assistant
agent-assistant-about = Everyday questions, writing, reminders, what you said earlier
agent-analyst = Analyst
agent-analyst-about = Requirements: finds what is vague, untestable or nobody’s job
agent-cards = Cards
agent-cards-about = Card numbers, loans, interest and fees, computed exactly
agent-architect = Architect
agent-architect-about = Reads Python code: structure, complexity, diagrams
agent-support = Support
agent-support-about = Reads logs: what broke, since when and how often
agent-editor = Editor
agent-editor-about = Channels: sets up forwarding, tells what they wrote
agent-fallback = Memory only
status-thinking = Thinking…
status-waiting = One moment: I am still answering your previous message.
status-loading-model = The model { $model } takes a while, it is probably being loaded…
fallback-no-model = No language model is reachable right now. To get one: install Ollama from ollama.com, run “ollama pull llama3.2”, and check OLLAMA_HOST. All commands work without it, see /help.
fallback-nothing-remembered = I remember nothing about this yet.
fallback-remembered = { $count ->
    [one] I remember one thing about this:
   *[other] I remember { $count } things about this:
}
fallback-said-on = — { $date }
approval-propose-rule = Copy new posts from “{ $source }” to “{ $destination }”?
    Only with the words: { $keep }
    Never with the words: { $drop }
approval-propose-rule-done = Done. The rule “{ $rule }” is working: see /forward.
error-message-empty = There is no text in your message.
error-message-too-long = This is too long for the model in one message: please keep it under { $limit } characters.
error-not-allowed-to-approve = Only the admin who was asked may allow this.
error-tool-arguments = These arguments do not fit: { $reason }
error-tool-slow = The tool { $tool } took too long.
error-tool-unknown = There is no tool called { $tool }.

## forwarding

error-chat-not-found = I can't find the chat { $chat }. Check the name, and add me to it first if it is private.
error-delivery-uncertain = The connection broke in the middle of sending.
error-chat-migrated = The group has become a supergroup.
error-rule-same-chat = The source and the destination are the same chat.
error-rule-too-many = There are { $limit } rules already, and that is my limit. Delete one first.
error-rule-exists = These two chats are connected already by the rule “{ $rule }”. Delete it first to make a new one.
error-rule-loop = Posts would go round in a circle: other rules lead from this destination back to this source.
error-rule-bot-cannot-read = I can't read “{ $chat }”. Make me an administrator there, then try again.
error-rule-bot-cannot-post = I may not post in “{ $chat }”. Make me an administrator there with the right to post messages, then try again.
error-rule-you-cannot-read = You are not a member of “{ $chat }”, so you can't forward posts from it.
error-rule-you-cannot-post = You are not an administrator of “{ $chat }”, so you can't send posts there.
forwarding-held =
    A post is waiting: the rule “{ $rule }” could not check it ({ $reason }). I have neither passed it on nor dropped it.
    { $link }
forwarding-unknown =
    I was interrupted while sending a post to “{ $destination }” (rule “{ $rule }”) and can't tell whether it arrived. I will not send it again by myself, so please have a look.
    { $link }
forwarding-refused =
    Telegram did not take a post for “{ $destination }” (rule “{ $rule }”): { $reason }
    { $link }
forwarding-gone =
    Telegram no longer lets me post to “{ $destination }”: { $reason }
    I have paused the rule “{ $rule }”. Mend it there, then resume the rule.
forwarding-skipped =
    { $missing ->
        [one] Telegram left out { $missing } part of an album
       *[other] Telegram left out { $missing } parts of an album
    } (rule “{ $rule }”).
    { $link }
forwarding-repeat-note = (I was interrupted while sending this, so it may reach you twice.)
forwarding-button-held = Check again
forwarding-button-resend = Send again
forwarding-button-resume = Resume the rule

## scheduler

reminder-said = ⏰ { $text }
digest-title = { $channel }: the last day
digest-count =
    { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
digest-empty = { $channel } was quiet for the last day.
digest-no-text = (no text)
digest-more =
    { $count ->
        [one] … and { $count } more post
       *[other] … and { $count } more posts
    }

## handlers

## bot
