### What the bot says, in English. One section a room; the same keys stand in every language.

## core

error-unexpected = Something went wrong on my side. Incident { $incident }.
error-unavailable = Something I need does not answer right now. Please try again in a minute.
error-delivery-rejected = Telegram refused: { $reason }
error-settings = { $setting }: { $reason }
error-database-unreachable = DATABASE_URL: the database at { $address } does not answer.
error-database-unavailable = The database does not answer right now. Please try again in a minute.
error-cache-unavailable = Redis does not answer right now. Please try again in a minute.
error-when-not-understood = I did not understand the time. Try: in 10 minutes, at 18:00, tomorrow at 9, 2026-12-01 09:00, every monday at 10.
error-when-past = That time has already passed.
error-time-zone-near = I do not know the time zone “{ $zone }”. Did you mean: { $near }?
error-time-zone-unknown = I do not know the time zone “{ $zone }”. It looks like Berlin, Asia/Almaty or UTC+3.
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
agent-assistant-about = everyday questions, writing, reminders, what you said earlier
agent-analyst = Analyst
agent-analyst-about = requirements: finds what is vague, untestable or nobody’s job
agent-cards = Cards
agent-cards-about = card numbers, loans, interest and fees, computed exactly
agent-architect = Architect
agent-architect-about = reads Python code: structure, complexity, diagrams
agent-support = Support
agent-support-about = reads logs: what broke, since when and how often
agent-editor = Editor
agent-editor-about = channels: sets up forwarding, tells what they wrote
agent-fallback = Memory only
status-thinking = Thinking…
status-waiting = One moment: I am still answering your previous message.
status-model-busy = The model { $model } is answering others, you are in the queue…
status-loading-model = The model { $model } takes a while, it is probably being loaded…
fallback-no-model = No language model is reachable right now. To get one: install Ollama from ollama.com, run “ollama pull qwen3:4b”, and check OLLAMA_HOST. All commands work without it, see /help.
fallback-no-model-short = There is still no language model; I answer from memory alone.
fallback-nothing-remembered = I remember nothing about this yet.
fallback-remembered = { $count ->
    [one] I remember one thing about this:
   *[other] I remember { $count } things about this:
}
fallback-will-remember = I will remember this:
fallback-said-on = — { $date }
approval-propose-rule = Copy new posts from “{ $source }” to “{ $destination }”?
    { $passing ->
        [some] Only with: { $keep }. Never with: { $drop }.
        [wanted] Only with: { $keep }.
        [unwanted] Never with: { $drop }.
       *[all] Every post passes.
    }
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
error-rule-too-many-words = A rule takes at most { $limit } words of a kind.
error-rule-long-word = A word or phrase may have at most { $limit } characters.
error-rule-loop = Posts would go round in a circle: other rules lead from this destination back to this source.
error-rule-bot-cannot-read = I can't read “{ $chat }”. Make me an administrator there, then try again.
error-rule-bot-cannot-post = I may not post in “{ $chat }”. Make me an administrator there with the right to post messages, then try again.
error-rule-account-cannot-post = Only the account can read “{ $source }”, but it may not post in “{ $chat }”. Make it an administrator there, then try again.
error-account-unreachable = The account gets no connection to Telegram. Check API_ID, API_HASH and the network.
error-login-phone = Telegram did not accept this number: { $reason }
error-login-code = Telegram did not accept this code: { $reason }
error-login-password = Telegram did not accept this password: { $reason }
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

language-name = English
moment = { $year }-{ $month }-{ $day } { $time }
moment-day = { $year }-{ $month }-{ $day }
every-day = every day at { $time }
every-weekday = Monday to Friday at { $time }
every-monday = every Monday at { $time }
every-tuesday = every Tuesday at { $time }
every-wednesday = every Wednesday at { $time }
every-thursday = every Thursday at { $time }
every-friday = every Friday at { $time }
every-saturday = every Saturday at { $time }
every-sunday = every Sunday at { $time }
button-stop = ⏹ Stop
button-retry = 🔁 Try again
button-allow = Allow
button-cancel = Cancel
button-back = ← Back
button-approve = Let in
button-refuse = Refuse
role-blocked = blocked
role-stranger = waiting to be let in
role-user = user
role-admin = admin
role-owner = owner
command-start = who I am and what to try
command-help = what you can do here
command-language = the language I answer in
command-settings = settings of this chat
command-whoami = your ids, role and quota
command-new = start a fresh conversation
command-stop = stop the current answer
command-model = choose the language model
command-agent = choose who answers
command-remind = remind you of something
command-memory = what I remember, and how to forget it
command-forward = forward posts between channels
command-digest = a daily digest of a channel
command-stats = figures
command-admin = people, groups, health
usage-remind =
    Write /remind, then when, then what. For example:
    /remind in 10 minutes check the oven
    /remind tomorrow at 9 call Anna
    /remind every monday at 10 team meeting
usage-digest =
    Write /digest, the channel, and a time of day. For example:
    /digest @source_news 9:00
usage-forward =
    Write /forward, the source and the destination; then, if you like, words to keep with + and words to drop with -. For example:
    /forward @source_news @target_news +python +release -advertisement
start-hello = Hello, { $name }! I am a bot that runs on its owner’s own machine: I talk, remember, listen to voice notes, and look after channels.
start-try =
    Try this:
    • Ask me anything, in any words.
    • “Remember that my train leaves at 18:40” — and later: “When does my train leave?”
    • /remind in 10 minutes stretch your back
    • Send me a voice note or a text document.
    /help shows all commands.
start-admin = You are an admin here: /admin lets people in, /forward moves posts between channels, /digest sums up a channel every day.
start-no-model = There is no language model yet, so for now I answer from memory only. To get one: install Ollama from ollama.com and run “ollama pull qwen3:4b”.
help-intro = Just write to me, or use these:
help-admins = For admins:
help-outro = In groups I answer when you mention me or reply to me.
language-choose = In which language shall I answer?
language-chosen = I will answer in English.
settings-now =
    This chat’s settings:
    Language: { $language }
    Your time zone: { $zone } (for any other: /settings Berlin)
    Model: { $model }
    Agent: { $agent }
    Answers: { $transport }
settings-language = Language
settings-zone = Your time zone
settings-model = Model
settings-agent = Agent
settings-transport = How answers appear
settings-no-model = none yet
settings-zone-choose = What is your time zone? If it is not here, write your city: /settings Lisbon
settings-zone-choose-button = Choose my time zone
settings-transport-choose = How shall answers appear while I write?
transport-auto = the best way for this chat
transport-draft = as a live draft
transport-edit = as a message that grows
transport-off = only when finished
whoami =
    { $name }
    Your id: { $id }
    Role: { $role }
    This chat: { $chat }
    Topic: { $topic }
    Time zone: { $zone }
    Today: { $spent } of { $limit } messages
new-conversation = A fresh start: I no longer look at what we wrote before. What I remember about you stays, see /memory.
stop-done = Stopped.
stop-nothing = I am not writing anything right now.
model-now = { $model } answers here. Choose another:
model-automatic = automatic
model-none = No language model is reachable. Install Ollama from ollama.com, run “ollama pull qwen3:4b”, and check OLLAMA_HOST; then send /model again.
agent-line = { $agent } – { $about }
agent-now = Who answers here: { $agent }
agent-automatic = whoever fits best
remind-saved = I will remind you on { $when } ({ $zone }): { $text }
remind-saved-again = I will remind you { $when } ({ $zone }), starting on { $first }: { $text }
remind-zone-unknown = You have not chosen your time zone yet, so clock times are UTC. If that is wrong for you, choose yours and set the reminder again.
remind-list =
    { $count ->
        [one] One reminder:
       *[other] { $count } reminders:
    }
remind-none = You have no reminders.
remind-cancelled = The reminder is cancelled.
memory-list =
    { $count ->
        [one] I remember one thing:
       *[other] I remember { $count } things:
    }
memory-found =
    { $count ->
        [0] I found nothing about that.
        [one] I found one thing:
       *[other] I found { $count } things:
    }
memory-empty = I remember nothing yet. Tell me something about yourself, or say “Remember that …”. To search: /memory and what you look for.
memory-forgotten =
    { $count ->
        [one] Forgotten.
       *[other] { $count } things forgotten.
    }
memory-forget-all = Forget everything
memory-forget-all-sure = Shall I really forget everything? This cannot be undone.
memory-forget-all-yes = Yes, forget everything
forward-none = No posts are forwarded yet.
forward-list =
    { $count ->
        [one] One forwarding rule. Press it to change it:
       *[other] { $count } forwarding rules. Press one to change it:
    }
forward-new = ➕ New rule
forward-saved = Saved: { $rule }
forward-rule = { $rule }
forward-keeps = Only with: { $words }
forward-drops = Never with: { $words }
forward-everything = Every post passes.
forward-paused = Paused.
forward-pause = ⏸ Pause
forward-resume = ▶ Resume
forward-delete = 🗑 Delete
forward-delete-sure = Delete the rule “{ $rule }”? What was copied stays.
forward-ask-source = Which channel or group do the posts come from? Write its @name or its link, or forward me a post of it.
forward-ask-destination = From “{ $source }”. And where do they go? Write the @name or the link, or forward me a post.
forward-ask-words = Which posts? Write words to keep with + and words to drop with -, such as: +python -advertisement. For every post write: all
forward-cancelled = Cancelled; no rule was made.
forward-resent = It is on its way.
forward-resent-before = It was sent again before.
forward-held-released =
    { $count ->
        [0] Still not possible, it keeps waiting.
        [one] One post went on.
       *[other] { $count } posts went on.
    }
digest-saved = Every day at { $time } ({ $zone }) I will sum up “{ $channel }” here.
digest-list =
    { $count ->
        [one] One daily digest:
       *[other] { $count } daily digests:
    }
digest-none = You have no digests.
digest-cancelled = The digest is cancelled.
stats-mine =
    You: { $turns ->
        [one] { $turns } question
       *[other] { $turns } questions
    }, { $tokens ->
        [one] { $tokens } token
       *[other] { $tokens } tokens
    } of answers.
stats-agent = { $agent }: { $turns }
stats-bot =
    Everybody: { $people ->
        [one] { $people } person
       *[other] { $people } people
    }, { $turns ->
        [one] { $turns } question
       *[other] { $turns } questions
    }, { $tokens ->
        [one] { $tokens } token
       *[other] { $tokens } tokens
    } of answers.
stats-sends = Posts and notices: { $sent } sent, { $waiting } waiting, { $dead } failed.
admin-overview =
    { $people ->
        [one] { $people } person
       *[other] { $people } people
    } know me; waiting to be let in: { $waiting }.
    Groups that wait: { $groups }.
admin-people = People
admin-groups = Groups
admin-health = Health
admin-people-title =
    { $count ->
        [one] { $count } person. Press for more:
       *[other] { $count } people. Press one for more:
    }
admin-person =
    { $name }
    Id: { $id }
    Role: { $role }
admin-make-blocked = ⛔ Block
admin-make-user = 🙂 Make a user
admin-make-admin = ⭐ Make an admin
admin-groups-title =
    { $count ->
        [0] No group waits.
        [one] One group waits:
       *[other] { $count } groups wait:
    }
admin-health-title = What I depend on:
access-wait = Hello! The admins decide who may talk to me. I have asked them and will write to you as soon as they agree.
access-wait-short = Please wait until an admin lets you in.
access-no-owner = Hello! Nobody owns me yet. Whoever started me sees a line with a code in the console: send it to me as /start <code>.
access-group-wait = Hello! An admin of mine must let this group in first. I have asked.
access-asks-person = { $name } ({ $username }, { $id }) would like to talk to me.
access-asks-group = { $name } wants me in the group “{ $title }” ({ $id }).
access-waits-group = I was invited to the group “{ $title }” ({ $id }) and wait to be let in.
access-waiting = Somebody is waiting to be let in. People: { $people }, groups: { $groups }. All of them are in /admin.
access-approved = ✓ Let in.
access-refused = ✕ Refused.
access-welcome = You are in, welcome! Write to me, or see /help.
access-group-welcome = Hello everybody! Mention me or reply to me, and I answer.
chat-thinking = Thinking…
chat-handed-over = { $agent } goes on…
chat-stopped = Stopped before I could write anything.
chat-cut = (My answer reached its length limit. Write “go on” for the rest.)
chat-empty = I have nothing to say to that. Please ask in other words.
chat-empty-mention = Yes? Mention me together with your question.
approval-allowed = ✓ Allowed.
approval-cancelled = ✕ Cancelled; nothing was changed.
interrupted =
    I was interrupted while answering “{ $quote }”. Part of the answer may have reached you. Shall I try again?
interrupted-something = I was interrupted in the middle of an answer. Part of it may have reached you. Shall I try again?
interrupted-given-up = I tried “{ $quote }” several times and broke down each time, so I stopped trying. The operator finds it in the log.
interrupted-given-up-something = I tried to answer several times and broke down each time, so I stopped trying. The operator finds it in the log.
interrupted-again = Trying again…
voice-heard = 🎙 { $text }
document-remembered =
    { $count ->
        [one] I have read { $name } and remember it in one part. Ask me about it.
       *[other] I have read { $name } and remember it in { $count } parts. Ask me about it.
    }
photo-not-yet = I cannot look at pictures yet. Tell me in words what is in it, and I will help.
dialogue-ended = What you had begun is cancelled; nothing was saved.
error-unknown-command = I do not know the command { $command }. /help shows those I know.
error-cannot-read-that = I understand text, voice notes and text documents; this I cannot read.
error-admins-only = This is for admins.
error-group-admins-only = Only administrators of this group may change that.
error-not-yours = This button belongs to somebody else.
error-role-too-high = You cannot change this person’s role.
error-quota = You have used all { $limit } messages of today. Tomorrow there are new ones.
error-too-fast = That is too fast for me: up to { $limit } messages a minute. Please wait a moment.
error-file-too-big = This file is too big: Telegram lets me load up to { $megabytes } MB.
error-reminder-too-long = This is too long for a reminder: up to { $limit } characters, please.
error-digest-known = The digest of “{ $channel }” at { $time } is here already. All your digests: /digest
error-too-many-reminders = You have { $limit } reminders already. Cancel some first: /remind

## bot

check-telegram = Telegram
check-database = Database
check-redis = Redis
check-memory = Memory index
check-ollama = Language model
check-whisper = Voice notes
check-account = Account that reads channels
check-timeout = no answer within { $seconds } seconds
check-failed = it failed ({ $reason })
check-telegram-down = Telegram does not answer: { $reason }
check-memory-in-use = in use by the bot that is running
check-no-model = Ollama runs but has no model that can chat. Get one: ollama pull qwen3:4b
check-no-account = not logged in. Set API_ID and API_HASH from my.telegram.org, then run: python -m bot login
login-phone = Phone number, with country code:
login-code = Code that Telegram sent to your other devices:
login-password = Password of the two-step verification:
login-done = Logged in as { $name }.
