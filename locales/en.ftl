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
error-model-blind = The model { $model } cannot look at pictures. Choose one that can with /model.
error-model-key = The model server at { $host } refuses the key. The operator should check OPENAI_API_KEY.
error-model-not-served = The server at { $host } does not serve { $model } any more. Choose another model with /model.
error-model-no-server = The model { $model } belongs to a server that is no longer set up. Choose another with /model.
error-model-slow = The model { $model } takes too long to begin its answer. Please try again in a minute.
error-model-stalled = The model { $model } fell silent in the middle of the answer. What came before it is above.
error-model-garbled = The model { $model } sent something that I cannot read. Please try again.
error-model-not-text = The model { $model } sent bytes that are no text. Please try again, or choose another model with /model.
error-model-busy = The model { $model } has too many questions waiting. Please try again in a minute.
error-model-queue-full = Too many people are waiting for the model { $model }. Please try again in { $minutes ->
    [0] { $seconds } s
   *[other] { $minutes } min
}.
error-model-failed = The model { $model } failed: { $reason }
error-model-empty = The model { $model } answered with nothing. Please ask in other words.
error-model-broken-stream = The answer of { $model } broke off in the middle. Please try again.
error-no-whisper = I cannot listen to voice notes here yet: ask the bot’s owner for it.
error-no-whisper-admin = I cannot listen to voice notes yet: set WHISPER_MODEL (a folder or a size such as small) and start me again.
error-whisper-folder = The speech model in { $folder } cannot be used: it is incomplete, or made for another program.
error-audio-unreadable = I could not read this recording. Please send it as a voice note or an audio file.
error-picture-unreadable = I could not open this picture. I look at JPEG, PNG, WebP and GIF.
error-picture-too-large = This picture is too large for me. Please send it as a photo, or smaller.
error-no-model-sees = I cannot see pictures: none of the installed models can. An admin can install one that sees, such as gemma3:4b, with /model. Until then, tell me in words what is in it.
error-audio-silent = I heard no words in this recording.
error-audio-slow = This recording takes too long to listen to. Please send a shorter one.
error-audio-too-long = This recording is longer than { $minutes } minutes. Please send it in parts.
error-whisper-download = The speech model { $folder } could not be downloaded. The operator may put one into a folder and name that in WHISPER_MODEL.
error-whisper-engine = openai-whisper is not installed. The operator may install it, or set SPEECH__ENGINE=faster-whisper.
error-no-chart = I could not draw the chart; please try again in a minute.
error-no-speech = I cannot speak yet: the operator has to install espeak-ng, or name a folder of Piper voices in SPEECH__VOICES.
error-speech-voice = The voice { $voice } cannot be used.
error-speech-failed = I could not say this aloud.

## memory

error-memory-index = The memory index does not answer right now. What you tell me is kept, and will be found again later.
error-memory-slow = Searching the memory takes too long. Please try again in a minute.
error-memory-in-use = The memory in { $folder } is open in another process. Only one may use it at a time.
error-document-kind = I cannot read { $name }. I read PDF, Word (.docx), Markdown, text, HTML, CSV and source code.
error-document-empty = There is no text in { $name }.
error-document-too-large = { $name } is too large: I read files of up to { $megabytes } MB.
error-document-scanned = There is no text in { $name }, only pictures of pages: it was probably scanned. Send the pages that matter as photos.
error-document-locked = { $name } is locked by a password. Please send it without one.
error-document-too-long = { $name } is too long for me. Please send the part that matters.
error-document-unreadable = I could not read { $name }: the file is broken, or it is not what its name says.

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
agent-intents = Done without a model
agent-fallback = Memory only
status-thinking = Thinking…
status-waiting = One moment: I am still answering your previous message.
status-queued =
    { $before ->
        [0] You are next in the queue
        [one] { $before } answer comes before yours
       *[other] { $before } answers come before yours
    }{ $unit ->
        [seconds] , about { $amount } s
        [minutes] , about { $amount } min
       *[unknown] {""}
    }…
status-loading-model = { $seconds ->
    [0] Loading the model { $model }…
   *[other] Loading the model { $model }, usually { $seconds } s…
}
status-model-silent = The model { $model } has not begun yet: it is reading the question or being loaded…
fallback-no-model = No language model is reachable right now. To get one: install Ollama from ollama.com, run “ollama pull qwen3:4b”, and check OLLAMA_HOST. All commands work without it, see /help.
fallback-no-model-short = There is still no language model; I answer from memory alone.
fallback-nothing-remembered = I remember nothing about this yet.
fallback-remembered = { $count ->
    [one] I remember one thing about this:
   *[other] I remember { $count } things about this:
}
fallback-will-remember = I will remember this:
fallback-said-on = — { $date }
place-page = p. { $number }
place-part = part { $number }
place-row = row { $number }
place-rows = rows { $number }
place-line = line { $number }
intent-remind-when = I know what, but when shall I remind you? For example: tomorrow at 9.
intent-remind-what = { $when }: what shall I remind you of?
intent-remind-wake = Time to get up!
intent-find-nothing = I found nothing about this.
intent-find-posts = { $count ->
    [one] One post in the channels is about this:
   *[other] { $count } posts in the channels are about this:
}
intent-channel-missing = Which channel do you mean? Write its @name or its link.
intent-digest-time = At what time shall I send the digest of “{ $channel }”? For example: at 20:00.
intent-rule-source = Which channel do the posts come from? Write: from @channel.
intent-rule-destination = And where shall they go? Write: to @channel.
intent-settings = All settings are here: /settings
intent-settings-button = Open the settings
intent-zone-missing = What is your time zone? Write a city or an offset, for example: Berlin or UTC+3.
intent-zone-set = Your time zone is now { $zone }.
intent-voice-on = I will answer voice messages by voice too.
intent-voice-off = I will answer in text only.
intent-model = /model shows which models there are, once their server answers.
intent-remind-no-day = There is no “{ $text }” in the calendar. When shall I remind you?
intent-remind-no-time = There is no such time as { $text }. When shall I remind you?
intent-remind-past = That has passed already: { $text }. When shall I remind you?
intent-reminders-which = Which reminder shall I cancel?
intent-reminders-no-such = You have no such reminder. These are there:
intent-reminders-more = All reminders: /remind
intent-reminders-cancelled = { $count ->
    [one] The reminder is cancelled ({ $zone }):
   *[other] { $count } reminders are cancelled ({ $zone }):
}
intent-choice-1 = ✕ 1
intent-choice-2 = ✕ 2
intent-choice-3 = ✕ 3
intent-choice-4 = ✕ 4
intent-choice-5 = ✕ 5
intent-forget-which = Which of these shall I forget? Press its number.
intent-forget-nothing = Words alone make me forget nothing. /memory shows what I remember, /forget erases what was said.
intent-find-no-posts = I have no posts of “{ $channel }”: I keep only posts of the channels of rules and digests.
intent-find-no-such-posts = Nothing about this in “{ $channel }” in the last { $days } days.
weekday = { $day ->
    [monday] Monday
    [tuesday] Tuesday
    [wednesday] Wednesday
    [thursday] Thursday
    [friday] Friday
    [saturday] Saturday
   *[sunday] Sunday
}
intent-date = { $which ->
    [today] Today is { $weekday }, { $day }.
    [tomorrow] Tomorrow is { $weekday }, { $day }.
    [yesterday] Yesterday was { $weekday }, { $day }.
   *[other] { $day }, { $weekday }.
}
intent-time = It is { $time } ({ $zone }).
intent-date-zone = You have not chosen your time zone yet, so this is by UTC.
intent-hello = Hello! No language model answers right now, but reminders, memory and commands work. Ask “What can you do?” or open /help.
intent-thanks = You are welcome!
intent-dropped = All right, let us leave it.
intent-help =
    This I do without a language model too:
    • “Remind me tomorrow at 9 to call mum”
    • “Remember that the key is under the pot”, and later “Where is the key?”
    • “Find what I said about the holiday”
    • “My time zone is Berlin”, “Speak Russian”
intent-help-admins =
    • “Send me a digest of @channel every day at 20:00”
    • “Forward everything about Python from @channel to @channel except ads”
intent-help-more = All commands: /help
approval-propose-rule =
    Copy new posts from “{ $source }” to “{ $destination }”?
    { $passing }
approval-rule-all = Every post passes.
approval-rule-keep = Only with the words: { $words }.
approval-rule-drop = Never with the words: { $words }.
approval-rule-only = Only: { $words }.
approval-rule-never = Never: { $words }.
approval-rule-judged = Only what a model finds to be: { $words }.
trait-ads = advertising
trait-reposts = reposts
trait-repeats = repeats of what came before
trait-links = posts with links
trait-mentions = posts with mentions
trait-hashtags = posts with hashtags
trait-albums = albums
trait-media = posts with media
trait-text = text without media
trait-photos = photos
trait-videos = videos
trait-animations = GIFs
trait-voice = voice messages
trait-audio = audio
trait-documents = files
trait-stickers = stickers
trait-polls = polls
trait-russian = posts in Russian
trait-english = posts in English
approval-propose-rule-done = Done. The rule “{ $rule }” is working: see /forward.
error-message-empty = There is no text in your message.
error-message-too-long = This is too long for the model in one message: please keep it under { $limit } characters.
error-not-allowed-to-approve = Only the admin who was asked may allow this.
error-tool-arguments = These arguments do not fit: { $reason }
error-tool-slow = The tool { $tool } took too long.
error-tool-unknown = There is no tool called { $tool }.
error-tool-after-foreign-text = Refused: words of somebody else were read, and after them { $tool } may not be called in this answer. Tell the person what you read; they can ask for it in a message of their own.
error-tool-not-asked-for = Refused: the person did not ask for { $tool } in their own words. Answer without it.
error-tool-call-as-text = The model { $model } tried to use a tool and got it wrong. Please try again, or choose another with /model.
error-tool-server-unreachable = The tool server { $server } does not answer.
error-tool-server-refused = The tool server { $server } refused: { $reason }
error-link-not-yours = Refused: only links that the person wrote in this message may be opened.
error-link-unreadable = This is not a link to a web page.
error-link-private = { $host } is an address inside a private network; I do not open those.
error-link-unreachable = The page at { $host } cannot be reached.
error-link-slow = The page at { $host } takes too long.
error-link-refused = { $host } does not give out the page (error { $status }).
error-link-redirects = { $host } sends me from page to page without end.
error-link-kind = This link leads to a file of the kind { $kind }; I read web pages and plain text.
error-link-too-large = The page is larger than { $megabytes } MB.
error-link-empty = There is no text on the page at { $host }.
error-search-unreachable = The search engine does not answer right now.
error-search-json-off = The search engine refuses programs: its operator has to add json to search.formats in SearXNG’s settings.yml.
error-search-failed = The search engine failed (error { $status }).
approval-server-tool =
    Call “{ $tool }” of the server { $server } with this?
    { $arguments }
approval-server-tool-done =
    Done: { $tool }.
    { $answer }

## forwarding

error-chat-not-found = I can't find the chat { $chat }. Check the name, and add me to it first if it is private.
error-delivery-uncertain = The connection broke in the middle of sending.
error-chat-migrated = The group has become a supergroup.
error-rule-sample =
    { $outcome ->
        [pass] This sample passes
        [drop] This sample is kept out
       *[other] This sample cannot be checked
    } ({ $reason }), and should { $expected ->
        [pass] pass
       *[other] be kept out
    }: { $text }
error-rules-one-refused = Rule { $number } “{ $rule }” cannot be used, so nothing was saved.
error-rules-too-large = A file of rules has to be smaller than { $limit } kB.
error-rules-not-text = This file is no text in UTF-8.
error-rules-broken = This is not YAML: there is a mistake in line { $line }.
error-rules-references = References (& and *) are not allowed here. Write the part out each time.
error-rules-too-deep = This is nested too deep.
error-rules-shape = This is no file of rules: it begins with “rules:” and a list, as an export does.
error-rules-no-file = I can’t read { $file }: { $reason }
error-rules-no-such = There is no rule with the number { $id }.
error-rules-no-owner = Nobody owns this bot yet, so nobody can own the rules. Set ADMIN_IDS, or become the owner first.
error-why-link = This is no link to a message. Links look like https://t.me/source_news/7.
error-why-unknown = I don’t know this message: it is neither a post that I read nor a copy that I made, or it is too old.
error-rule-same-chat = The source and the destination are the same chat.
error-rule-too-many = There are { $limit } rules already, and that is my limit. Delete one first.
error-rule-exists = The rule “{ $rule }” does the same already: the same chats, the same filters.
error-rule-filter-shape = A filter is one name with its settings, like: keywords: (words: [python, release]).
error-rule-transform-shape = A transform is one name with its settings, like: header: (text: Hello).
error-rule-too-many-filters = A rule takes at most { $limit } filters.
error-rule-too-deep = Filters may be nested at most { $limit } deep.
error-rule-empty-group = There is nothing in “{ $group }”: put filters into it, or leave it out.
error-rule-unknown-filter = There is no filter called “{ $filter }”.
error-rule-params =
    { $kind ->
        [missing] “{ $name }” lacks { $field }.
        [extra_forbidden] “{ $name }” has no setting called { $field }.
        [literal_error] “{ $name }”: { $field } can be { $expected }.
        [int_type] “{ $name }”: { $field } has to be a whole number.
        [int_parsing] “{ $name }”: { $field } has to be a whole number.
        [int_from_float] “{ $name }”: { $field } has to be a whole number.
        [float_type] “{ $name }”: { $field } has to be a number.
        [float_parsing] “{ $name }”: { $field } has to be a number.
        [string_type] “{ $name }”: { $field } has to be a text.
        [bool_type] “{ $name }”: { $field } can be true or false.
        [bool_parsing] “{ $name }”: { $field } can be true or false.
        [list_type] “{ $name }”: { $field } has to be a list.
        [tuple_type] “{ $name }”: { $field } has to be a list.
        [frozen_set_type] “{ $name }”: { $field } has to be a list.
        [greater_than_equal] “{ $name }”: { $field } may not be less than { $limit }.
        [greater_than] “{ $name }”: { $field } has to be more than { $limit }.
        [less_than_equal] “{ $name }”: { $field } may not be more than { $limit }.
        [less_than] “{ $name }”: { $field } has to be less than { $limit }.
        [too_short] “{ $name }”: { $field } needs at least { $limit } of them.
        [too_long] “{ $name }”: { $field } takes at most { $limit } of them.
        [string_too_short] “{ $name }”: { $field } needs at least { $limit ->
            [one] one character
           *[other] { $limit } characters
        }.
        [string_too_long] “{ $name }”: { $field } takes at most { $limit ->
            [one] one character
           *[other] { $limit } characters
        }.
       *[other] “{ $name }” cannot work with what stands at { $field }: { $reason }
    }
error-rule-changed-meanwhile = Somebody has changed “{ $rule }” meanwhile. Look at it once more, then change it.
error-rule-unknown-transform = There is no transform called “{ $transform }”.
error-rule-stories-alone = Stories can be gathered neither of forwards nor of merged posts: their copies cannot be edited.
error-rule-forward-unchanged = A forward cannot be changed on its way. Copy instead, or leave the transforms out.
error-rule-no-check-chat = Say in which chat posts are to be checked, or let them wait.
error-rule-review-chat-is-source = Posts cannot be reviewed in a chat that the rule reads: each would come round again.
error-rule-review-chat-is-destination = Posts cannot be reviewed where they are published. Choose another chat, or another topic.
error-rule-review-chat-on-web = Posts are reviewed in a chat of Telegram: a webhook has no buttons.
error-rule-votes-forward = A forwarded post cannot have buttons. For thumbs under the posts, let the rule copy them.
error-rule-votes-account = Only the account can read “{ $chat }”, and an account cannot put buttons under what it sends: thumbs need a source that I read myself.
error-rule-check-chat-on-web = Posts are checked in a chat of Telegram: a webhook shows them to nobody.
error-rule-check-chat-is-source = Posts cannot be checked in a chat that the rule reads: each would come round again.
error-rule-too-many-words = A rule takes at most { $limit } words of a kind.
error-rule-long-word = A word or phrase may have at most { $limit } characters.
error-rule-name = A rule's name has from 1 to { $limit } characters.
error-rule-number = Write a whole number from { $least } to { $most }.
error-rule-list-large = A list may have { $limit } kB at most.
error-rule-no-list = A .txt file holds one long list, and there is none in these settings. Write them, or send a .yaml file.
error-rule-place-twice = This rule has it already.
error-rule-source-topic = A topic that is read is named by its number: the second one in a link to a message of it.
error-rule-sample-empty = There is nothing in this message that a filter could look at. Write or forward a post.
error-rule-topic-name = A topic is named by its number or by a name of up to { $limit } characters.
error-rule-forward-unnamed = I can't see which chat this was forwarded from. Write its @name, its link or its id instead.
error-rule-not-simple = This rule has several lists of words. Please change them under Filters.
error-rules-settings-large = Settings may be { $limit } kB at most.
error-rules-settings-shape = Settings are names with values, like “words: [python, release]”.
error-rule-loop = Posts would go round in a circle: other rules lead from this destination back to this source.
error-rule-bad-pattern = I can't read this regular expression: there is a mistake at character { $position }.
error-rule-long-pattern = A regular expression may have at most { $limit } characters.
error-rule-broad-pattern = This regular expression matches every text. Please name something that a post must have.
error-rule-slow-pattern = Some posts would keep this regular expression busy without end. Please avoid repetitions inside repetitions, such as (a+)+.
error-pattern-slow = The regular expression { $pattern } took too long with this post.
error-rule-blank-template = The text of a header, footer or button may not be empty.
error-rule-template-name = I don't know { $name }. A text may name these: { $names }.
error-rule-button-address = A button can't open “{ $address }”: the address has to begin with https://, http:// or tg://.
error-rule-too-many-pairs = Up to { $limit } replacements fit into one step. Split them into several steps.
error-rule-blank-pair = A replacement needs something to look for: one of them has nothing there.
error-rule-no-group = { $group } stands for a group that { $pattern } doesn't have.
error-rewritten-too-long = The replacements would make this post longer than { $limit } characters.
error-draft-empty = The transforms leave nothing of this post to send.
transform-replace = Replace words
transform-replace-about = Puts other words in the place of given ones, with the same capitals and formatting.
transform-replace-example = 
    pairs:
      old name: new name
transform-replace-regex = Replace by pattern
transform-replace-regex-about = Replaces whatever a regular expression matches; parts of the match can be kept.
transform-replace-regex-example = 
    pairs:
      'v(\d+)': version \1
transform-strip = Strip
transform-strip-about = Takes out links, mentions or hashtags, or only what tracks readers in links.
transform-strip-example = what: [links, hashtags, tracking]
transform-header = Header
transform-header-about = Puts your own text above each post. It may name source, link, date, time and author, each in curly brackets.
transform-header-example = text: "**News**"
transform-footer = Footer
transform-footer-about = Puts your own text below each post. It may name source, link, date, time and author, each in curly brackets.
transform-footer-example = text: "[More](https://example.com)"
transform-buttons = Buttons
transform-buttons-about = Puts buttons that open links under each post; under an album they become links in the text.
transform-buttons-example = 
    rows:
      - - text: Open
          url: https://example.com
transform-caption = Long texts
transform-caption-about = Says what happens to a text that is too long: cut it, or go on in the next message. Can also remove captions.
transform-caption-example = over: cut
error-rule-watermark-sign = A watermark cannot show “{ $sign }”: write it with letters, digits and common signs.
error-forwarding-no-font = The font for watermarks is missing, so the post waits. Install the bot's packages again.
transform-translate = Translate
transform-translate-about = Has the language model translate each post; links, names, code and formatting stay, and the original can be kept below.
transform-translate-example = to: en
transform-summarise = Summarise
transform-summarise-about = Puts a few sentences in the place of long posts, with the original below if you like.
transform-summarise-example = sentences: 3
transform-rewrite = Rewrite
transform-rewrite-about = Has the language model write each post anew, as one sentence of yours asks.
transform-rewrite-example = order: shorter, and without exclamation marks
transform-watermark = Watermark
transform-watermark-about = Puts your words onto the photos of each post.
transform-watermark-example = text: '@my_channel'
transform-preview = Link preview
transform-preview-about = Shows or hides the preview of the first link.
transform-preview-example = show: false
filter-duplicate = Seen before
filter-duplicate-about = Finds posts that were there within some hours: forwarded, with the same file, or in nearly the same words.
filter-duplicate-example = hours: 48
filter-same-picture = Same picture
filter-same-picture-about = Finds posts whose picture was there within some hours, also smaller or saved anew.
filter-same-picture-example = hours: 48
filter-advertisement = Advertisement
filter-advertisement-about = Finds advertising in Russian and English, from the score on that you choose.
filter-advertisement-example = threshold: 0.7
filter-relevant = Liked by readers
filter-relevant-about = Lets through what readers of this rule would like, learned from their 👍 and 👎; everything until there are ten of each.
filter-relevant-example = threshold: 0.6
filter-judged = In your words
filter-judged-about = A local model decides by your sentence, such as “only news about hardware”.
filter-judged-example = sentence: only news about hardware
error-forwarding-no-model = No language model answers, so the post waits.
error-forwarding-garbled = The language model gave no clear answer, so the post waits.
error-forwarding-model-slow = The language model took too long, so the post waits.
error-forwarding-file-slow = Telegram did not give out the file in time.
error-forwarding-file-gone = Telegram no longer gives out the file of this post.
error-forwarding-file-large = The file of this post is larger than I can load.
error-rule-unknown-choice = I don't know “{ $choice }” here. It can be: { $choices }.
error-rule-no-bounds = Give a min, a max, or both.
error-rule-crossed-bounds = The min is larger than the max: no post would fit.
error-rule-bad-size = I can't read the size “{ $size }”. Write it like 500KB or 10MB.
error-rule-bad-duration = I can't read the time “{ $duration }”. Write it like 90s or 1m30s.
error-rule-bad-extension = “{ $extension }” is no file extension. Write it like pdf or tar.gz.
error-rule-bad-domain = “{ $domain }” is no domain. Write it like example.com; its subdomains are included.
error-rule-bad-hours = I can't read the hours “{ $hours }”. Write them like 09:00-18:00, or 22:00-06:00 for a night.
error-rule-bad-time = I can't read the time “{ $time }”. Write it like 09:00 or 18:30.
error-rule-timing-minutes = Say by how many minutes the posts are to be delayed.
error-rule-timing-times = Say at which times of day posts are to leave, like 09:00, 18:30.
error-rule-timing-digest = A digest needs times of day, or how many posts make one, or both.
error-rule-timing-range = “{ $field }” has to lie between { $least } and { $most }.
error-rule-merge-timing = Posts are merged only where copies leave at once. Choose that, or switch merging off.
error-rule-merge-forward = Forwards cannot be merged into one post. Copy instead, or switch merging off.
error-rule-merge-shape = I can't read “{ $text }”. Write two numbers: how many posts become one, and how many minutes I wait for them, like 3, 10.
error-rule-paid-off = This bot may not pay Telegram: its owner has not allowed it (FORWARDING__PAID_BROADCAST). Choose another way.
error-rule-unknown-language = I don't know the language “{ $language }”. Use its two letters, like en or ru.
error-rule-two-topics = A destination has either the number of a topic or its name, not both.
error-rule-bot-cannot-read = I can't read “{ $chat }”. Make me an administrator there, then try again.
error-rule-bot-cannot-post = I may not post in “{ $chat }”. Make me an administrator there with the right to post messages, then try again.
error-rule-bot-cannot-open-topics = I may not open topics in “{ $chat }”. Make me an administrator there with the right to manage topics, or name a topic that is there by its number.
error-feed-broken = There is no feed at { $host }, or it is broken: I read RSS and Atom.
error-rule-feed-forward = Posts of the feed “{ $chat }” can't be forwarded, only copied: take the mode copy.
error-rule-hook-as-source = { $chat } is a webhook: posts can go there, not come from there.
error-rule-feed-as-destination = { $chat } is a feed: posts can come from there, not go there.
error-rule-account-cannot-post = Only the account can read “{ $source }”, but it may not post in “{ $chat }”. Make it an administrator there, then try again.
error-account-unreachable = The account gets no connection to Telegram. Check API_ID, API_HASH and the network.
error-login-phone = Telegram did not accept this number: { $reason }
error-login-code = Telegram did not accept this code: { $reason }
error-login-password = Telegram did not accept this password: { $reason }
error-rule-private-chat = “{ $chat }” is somebody's private chat with me. Only that person can make rules with it, and only they can change those rules.
error-rule-you-cannot-read = You are not a member of “{ $chat }”, so you can't forward posts from it.
error-rule-you-cannot-post = You are not an administrator of “{ $chat }”, so you can't send posts there.
lint-nothing = No post can pass: the filters contradict each other.
lint-everything = Every post passes: the filters leave nothing out.
lint-covers = Whatever the rule “{ $rule }” sends passes here too, so those posts would come twice.
lint-shadowed = Whatever passes here is sent by the rule “{ $rule }” already, so posts would come twice.
lint-loop = Posts would go round in a circle: other rules lead from its destination back to its source.
lint-slow-pattern = This regular expression needs a slow engine; some posts may be held because of it: { $pattern }
lint-no-rights = I may not post in “{ $chat }”.
lint-no-topics = I may not open topics in “{ $chat }”, and this rule names one there.
forward-history = Older posts
forward-history-ask = How many of the last posts of each source of “{ $rule }” shall go through the rule? What it has decided about already stays so. Any other number: /forward backfill 300
forward-history-which =
    Which rule shall look at the last { $count ->
        [one] post
       *[other] { $count } posts
    } of each of its sources?
forward-history-title = Older posts: { $rule }
forward-history-measuring = Looking how far back that goes…
forward-history-counts =
    { $done } of { $total } · passed on: { $passed }{ $held ->
        [0] { "" }
       *[other] { " " }· held: { $held }
    }
forward-history-pace = { $rate } a minute, through at about { $moment }
forward-history-resting = { $reason } It goes on at { $moment }.
forward-history-paused = The rule is paused, and this with it.
forward-history-behind = New posts wait until this is through.
forward-history-done =
    Through. Looked at: { $done } · passed on: { $passed }{ $held ->
        [0] { "" }
       *[other] { " " }· held: { $held }
    }
forward-history-stopping = I stop after the posts that are on their way.
backfill-cancelled = You stopped it.
backfill-rule-gone = The rule no longer reads this chat.
backfill-silent = No account went on with it, so it ended there.
forwarding-hole =
    Between #{ $after } and #{ $before } of “{ $source }” { $count ->
        [one] a post may be missing
       *[other] up to { $count } posts may be missing
    }: I was away for longer than the 24 hours for which Telegram keeps posts for a bot, and no account here sees that channel. Numbers of deleted posts count too, so it may also be none.
forward-hole =
    ⚠ { $source }: between #{ $after } and #{ $before } up to { $count ->
        [one] { $count } post
       *[other] { $count } posts
    } may be missing.
backfill-album-grows = An album is just coming in.
error-backfill-count = Write how many of the last posts, from 1 to { $most }: /forward backfill 300
error-backfill-no-past = No rule at work has a source with a past that can be read: feeds, private chats and basic groups have none.
error-backfill-paused = The rule is paused. Resume it first.
error-backfill-no-account = Only an account can look back: Telegram tells bots nothing of the past. Log one in with “python -m bot login” and restart the bot.
error-backfill-running = Older posts are already on their way through this rule.
error-backfill-unseen = No account sees this chat.
forwarding-held =
    A post is waiting: the rule “{ $rule }” could not check it ({ $reason }). I have neither passed it on nor dropped it. Later ones may be waiting too: I speak of it once an hour at most.
    { $link }
forwarding-unknown =
    I was interrupted while sending a post to “{ $destination }” (rule “{ $rule }”) and can't tell whether it arrived. I will not send it again by myself, so please have a look.
    { $link }
forwarding-unfound =
    The copy of this post is in “{ $destination }” (rule “{ $rule }”), but my line broke while it was sent and I can't tell for certain which message it is. It will not follow edits and deletions of the original.
    { $link }
forwarding-refused =
    Telegram did not take a post for “{ $destination }” (rule “{ $rule }”): { $reason }
    { $link }
forwarding-gone = Telegram no longer lets me post to “{ $destination }”: { $reason }
forwarding-rule-name = “{ $rule }”
forwarding-gone-paused =
    { $count ->
        [one] I have paused the rule { $rules }. Mend it there, then resume the rule.
       *[other] I have paused the rules { $rules }. Mend it there, then resume them.
    }
forwarding-gone-going-on =
    { $count ->
        [one] The rule { $rules } goes on with its other destinations.
       *[other] The rules { $rules } go on with their other destinations.
    } What was meant for this one is listed in /dead.
forwarding-feed-unreadable =
    I can't read the feed “{ $feed }”: { $reason }
    I keep trying, ever more rarely. Its posts will come once it can be read again.
forwarding-hook-secret =
    The calls to { $hook } are signed as standardwebhooks.com describes. The receiver checks them with this secret:
    { $secret }
forwarding-dropped =
    More posts were waiting than the rule “{ $rule }” keeps: on { $day } I let { $count ->
        [one] the oldest one
       *[other] the { $count } oldest ones
    } go unsent.
forwarding-skipped =
    { $missing ->
        [one] Telegram left out { $missing } part of an album
       *[other] Telegram left out { $missing } parts of an album
    } (rule “{ $rule }”).
    { $link }
forwarding-not-followed =
    A post was edited, but the rule “{ $rule }” could not make its new text ({ $reason }). The copy stays as it was.
    { $link }
forwarding-not-deleted =
    A post was deleted, but Telegram does not let me delete its copy in “{ $destination }” (rule “{ $rule }”): { $reason }
    { $link }
forwarding-card-quiz = A quiz can be copied only by who knows its right answer, so here is the way to it.
forwarding-also-reported = Also reported by:
filter-review = Reviewers
filter-stories = Told already
forwarding-tombstone = This post was deleted where it came from.
forwarding-repeat-note = (I was interrupted while sending this, so it may reach you twice.)
forwarding-button-held = Check again
forwarding-button-resend = Send again
forwarding-button-resume = Resume the rule

## filters of a rule

filter-keywords = Words
filter-keywords-about = Lets through posts that contain one of your words or phrases.
filter-keywords-example =
    words: [python, new release]
    inflected: true
filter-regex = Patterns
filter-regex-about = Lets through posts in which one of your regular expressions matches.
filter-regex-example = patterns: ['v\d+\.\d+', 'release \w+']
filter-media = Media
filter-media-about = Lets through posts with photos, videos, polls or whatever else you pick; “text” means nothing but text.
filter-media-example = kinds: [photo, video]
filter-size = File size
filter-size-about = Lets through posts whose largest file is within your limits, such as 1MB to 50MB.
filter-size-example =
    min: 1MB
    max: 50MB
filter-duration = Duration
filter-duration-about = Lets through posts whose longest video or recording is within your limits, such as 10s to 1m30s.
filter-duration-example =
    min: 10s
    max: 5m
filter-extension = File type
filter-extension-about = Lets through posts with files that end in pdf, zip or other extensions that you name.
filter-extension-example = extensions: [pdf, zip]
filter-language = Language
filter-language-about = Lets through posts written in one of your languages; you decide about those too short to tell.
filter-language-example = languages: [en, ru]
filter-sender = Author
filter-sender-about = Lets through posts by certain people or chats, also by the signature under a channel post.
filter-sender-example = who: ['@anna', Editor]
filter-forwarded-from = Forwarded from
filter-forwarded-from-about = Lets through posts forwarded from certain chats, from anywhere, or only those that are not forwards.
filter-forwarded-from-example = chats: ['@source_news', Weekly News]
filter-has = Contents
filter-has-about = Lets through posts that have a link, a mention, a hashtag, a button, an emoji or something else in them.
filter-has-example = any_of: [link, hashtag]
filter-domains = Domains
filter-domains-about = Lets through posts that link to one of your sites, including links hidden under words and behind buttons.
filter-domains-example = names: [example.com, example.org]
filter-length = Text length
filter-length-about = Lets through posts whose text has as many characters or words as you allow.
filter-length-example =
    min: 100
    max: 2000
filter-hours = Hours
filter-hours-about = Lets through posts that arrive at the hours and on the weekdays you choose, in the rule's time zone.
filter-hours-example =
    between: 09:00-18:00
    days: mon-fri

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
digest-protected = (protected: to be read there)
digest-topic = Topic { $topic }
digest-other = Other posts
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
every-second-monday = every second Monday at { $time }
every-second-tuesday = every second Tuesday at { $time }
every-second-wednesday = every second Wednesday at { $time }
every-second-thursday = every second Thursday at { $time }
every-second-friday = every second Friday at { $time }
every-second-saturday = every second Saturday at { $time }
every-second-sunday = every second Sunday at { $time }
button-stop = ⏹ Stop
button-stop-all = ⏹ Stop them too
button-continue = ▶ Continue
button-regenerate = 🔁 Anew
button-shorter = ✂ Shorter
button-incognito = 🕶 Not kept
button-incognito-off = 🕶 Switch off
button-retry = 🔁 Try again
button-allow = Allow
button-cancel = Cancel
button-back = ← Back
button-approve = Let in
button-refuse = Refuse
role-blocked = blocked
role-stranger = waiting to be let in
role-guest = guest
role-user = user
role-admin = admin
role-owner = owner
command-start = who I am and what to try
command-help = what you can do here
command-language = the language I answer in
command-settings = settings of this chat
command-whoami = your ids, role and quota
command-persona = the persona that answers here
command-usage = what is spent and left of today
command-voice = whether I answer by voice
command-new = start a fresh conversation
command-context = what fills the model’s context
command-stop = stop the current answer
command-export = this conversation as a file
command-forget = take back what was said
command-incognito = talk without being kept
command-model = choose the language model
command-agent = choose who answers
command-remind = remind you of something
command-memory = what I remember, and how to forget it
command-forward = forward posts between channels
command-digest = a daily digest of a channel
command-dead = posts that did not arrive
command-why = why a post was passed on, or was not
command-stats = figures
command-admin = people, groups, health
usage-remind =
    Write /remind, then when, then what. For example:
    /remind in 10 minutes check the oven
    /remind tomorrow at 9 call Anna
    /remind every monday at 10 team meeting
usage-why =
    Reply /why to a copy, or write /why and the link of a copy or of the original. For example:
    /why https://t.me/source_news/7
usage-digest =
    Write /digest, the channel, and a time of day. For example:
    /digest @source_news 9:00
usage-forward =
    Write /forward, the source and the destination; then, if you like, words to keep with + and words to drop with -. For example:
    /forward @source_news @target_news +python +release -advertisement
start-hello =
    Hello, { $name }! I am a bot that runs on its owner’s own machine: I talk, remember,{ $voice ->
        [yes] {" "}listen to voice notes,
       *[no] {""}
    }{ $pictures ->
        [yes] {" "}look at pictures,
       *[no] {""}
    } read documents, and watch channels for you.
start-try =
    Try this:{ $model ->
        [yes] {"\u000A"}• Ask me anything, in any words.
       *[no] {""}
    }
    • “Remember that my train leaves at 18:40” — and later: “When does my train leave?”
    • /remind in 10 minutes stretch your back
    • Send me a document, such as PDF or DOCX{ $pictures ->
        [yes] , or a photo
       *[no] {""}
    }{ $voice ->
        [yes] , or a voice note
       *[no] {""}
    }.
    /help shows all commands.
start-admin = You are an admin here: /admin lets people in, /forward moves posts between channels, /digest sums up a channel every day.
start-no-model = There is no language model yet, so for now I answer from memory only. To get one: install Ollama from ollama.com and run “ollama pull qwen3:4b”.
help-intro = Just write to me, or use these:
help-admins = For admins:
help-sending =
    You can send me documents{ $pictures ->
        [yes] , photos and albums
       *[no] {""}
    }{ $voice ->
        [yes] , and ask by voice
       *[no] {""}
    }; the caption of a file is your question about it.
    Edit a question, and I answer it anew. The buttons under an answer rate it, ask again, or go on where it stopped.
help-outro =
    In groups I answer when you mention me, call me by name at the beginning, or reply to me.
    Each topic in our chat is a conversation of its own. In any other chat ask like this: @{ $name } and your question.
language-choose = In which language shall I answer?
language-chosen = I will answer in English.
settings-now =
    This chat’s settings:
    Language: { $language }
    Your time zone: { $zone } (for any other: /settings Berlin)
    Model: { $model }
    Agent: { $agent }
    Answers: { $transport }
    Their look: { $layout }
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
settings-layout = Look of answers
settings-layout-choose = How shall answers look? Rich ones have tables, headings and formulas, but older apps do not show them.
layout-auto = rich where it helps
layout-rich = always rich
layout-plain = always plain text
whoami =
    { $name }
    Your id: { $id }
    Role: { $role }
    This chat: { $chat }
    Topic: { $topic }
    Time zone: { $zone }
whoami-incognito = 🕶 Incognito is on: nothing of this conversation is kept.
whoami-spent =
    { $limit ->
        [0] Today: { $spent } messages
       *[other] Today: { $spent } of { $limit } messages
    }
usage-messages =
    { $limit ->
        [0] Messages today: { $spent }, without a limit
       *[other] Messages today: { $spent } of { $limit }
    }
usage-tokens =
    { $limit ->
        [0] Tokens read and written: { $spent }, without a limit
       *[other] Tokens read and written: { $spent } of { $limit }
    }
usage-renewed = A new day begins for you in { $hours } h { $minutes } min.
usage-most = Most in the last 24 hours:
usage-person = { $name }: { $messages } messages, { $tokens } tokens
persona-now = My persona in this chat: { $persona }
persona-default = as usual
persona-usage =
    Your own: /persona add pirate: You talk like a pirate.
    Remove it: /persona remove pirate
persona-saved = Saved: { $persona }. Choose it with /persona.
persona-removed = Removed: { $persona }. Chats that had chosen it are answered as usual.
persona-concise = Concise
persona-concise-about = as few words as possible
persona-teacher = Teacher
persona-teacher-about = step by step, with examples
persona-friendly = Friend
persona-friendly-about = warm and informal
persona-critic = Critic
persona-critic-about = looks for what is wrong or missing
persona-storyteller = Storyteller
persona-storyteller-about = pictures and comparisons
error-persona-name = A persona’s name is one word of up to 20 letters, digits or hyphens: /persona add pirate: You talk like a pirate.
error-persona-prompt = After the name write a colon and the instructions, up to { $limit } characters.
error-persona-too-many = There are { $limit } personas of yours already. Remove one first: /persona remove pirate
error-persona-unknown = There is no persona of yours called “{ $persona }”.
new-conversation = A fresh start: I no longer look at what we wrote before. What I remember about you stays, see /memory.
stop-done = Stopped.
stop-nothing = I am not writing anything right now.
context-window = The model has room for { $window ->
    [one] { $window } token
   *[other] { $window } tokens
}. With your next question they are filled about like this:
context-system = instructions
context-persona = persona
context-notes = what I remember
context-summary = summary
context-tools = tools
context-history = conversation, { $turns ->
    [one] { $turns } question with its answer
   *[other] { $turns } questions with their answers
}
context-answer = room for the answer
context-free = free
context-line = { $bar } { $share }% · { $part }: { $tokens }
context-left-out = Too long to fit: { $turns ->
    [one] the oldest question with its answer
   *[other] the { $turns } oldest questions with their answers
}.
context-true = The last answer truly filled { $tokens ->
    [one] { $tokens } token
   *[other] { $tokens } tokens
}, as the model counted.
context-outro = I sum up older parts for myself in time; /new starts afresh.
context-nearly-full = (This conversation hardly fits the model any more, and its beginning could not be summed up: soon I will lose it. /context shows what takes how much, /new starts afresh.)
stop-others-wait =
    { $count ->
        [one] Stopped. One more question waits, and I go on with it.
       *[other] Stopped. { $count } more questions wait, and I go on with them.
    }
ask-continue = Go on exactly where you stopped. Do not repeat what you have written.
ask-shorter = Say that again, much shorter.
again-carried-out = That is done already.
again-running = I am on it already.
rated = Noted, thank you.
rated-back = Taken back.
export-offer =
    { $ever ->
        [one] I have one question of yours with its answer here.
       *[other] In this conversation: { $now }. Ever asked here: { $ever }.
    }
    What shall I send?
export-button-now = This conversation, { $kind }
export-button-all = Everything here, { $kind }
export-empty = There is nothing to export here yet.
export-title = Conversation { $date }
export-answering = not answered yet
export-stopped = stopped
export-cut = cut off by its length
export-failed = failed
forget-choose = What shall I forget? It goes from my database for good; the messages in this chat you delete yourself.
forget-button-last = The last question
forget-button-conversation = This conversation
forget-button-all = Everything here and all I remember about you
forget-button-all-group = Everything here and all I remember about this group
forget-sure-conversation = Shall I forget this whole conversation? This cannot be undone.
forget-sure-all = Shall I forget everything that was ever said here, and all that I remember about you? This cannot be undone.
forget-sure-all-group = Shall I forget everything that was ever said here, and all that I remember about this group? This cannot be undone.
forget-yes = Yes, forget it
forget-done-last = Forgotten: the last question, its answer, and what I learned from it.
forget-done-conversation =
    { $count ->
        [0] There was nothing left to forget.
        [one] Forgotten: one question with its answer.
       *[other] Forgotten: { $count } questions with their answers.
    }
forget-done-all = Everything that was said here is forgotten, and all that I remembered about you.
forget-done-all-group = Everything that was said here is forgotten, and all that I remembered about this group.
forget-nothing-there = There is nothing left to forget here.
forget-nothing-done = Nothing was forgotten.
incognito-on = 🕶 From now on I keep nothing of what is said here. I do not remember, look back or learn, so each message stands alone. To switch it off: /incognito
incognito-off = Incognito is off: I follow the conversation again and keep it.
incognito-about = I keep neither this question nor this answer. /incognito switches that off.
model-now = { $model } answers here.
model-now-automatic =
    { $model } answers here (automatic: { $reason ->
        [operator] OLLAMA_MODEL names it
        [experiment] an experiment chose it for everybody
        [tools] the first one that calls tools
       *[chats] no installed model calls tools
    }).
choose-hint = Press a button, or write the name: { $example }
no-such-name = There is no “{ $name }” here.
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
        [one] One reminder, time zone { $zone }:
       *[other] { $count } reminders, time zone { $zone }:
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
forward-warned = Nothing is saved yet. If “{ $rule }” says that from now on:
forward-save-anyway = Save anyway
forward-not-started = That is why it is not working yet: have a look, then let it go on.
forward-saved = Saved: { $rule }
forward-everything = Every post passes.
forward-paused = Paused.
forward-pause = ⏸ Pause
forward-resume = ▶ Resume
forward-delete = 🗑 Delete
forward-delete-sure = Delete the rule “{ $rule }”? What was copied stays.
forward-from = From: { $chats }
forward-to = To: { $chats }
forward-topic = { $chat } (topic { $topic })
forward-more = … and { $count } more
forward-filters = A post has to pass:
forward-filter = { $filter } ({ $settings })
forward-except = not: { $filter }
forward-group-all = all of these:
forward-group-any = at least one of these:
forward-group-none = none of these:
forward-group-not = none of this:
forward-transforms = Changed on the way: { $transforms }
forward-waiting = Waiting to be sent: { $count }
forward-version = Version { $version }
forward-policy-mode-copy = Copies
forward-policy-mode-forward = Forwards
forward-policy-edits-follow = Edits: take over
forward-policy-edits-versions = Edits: keep old texts
forward-policy-edits-strike = Edits: strike out
forward-policy-edits-ignore = Edits: ignore
forward-policy-deletions-follow = Deleted: delete too
forward-policy-deletions-strike = Deleted: strike out
forward-policy-deletions-tombstone = Deleted: leave a note
forward-policy-deletions-ignore = Deleted: keep
forward-policy-doubt-at-most-once = Unsure: send once
forward-policy-doubt-at-least-once = Unsure: send again
forward-policy-votes-on = Thumbs under copies: yes
forward-policy-votes-off = Thumbs under copies: no
forward-policy-trouble-wait = Can't check: wait
forward-policy-trouble-check = Can't check: ask people
forward-policy-overflow-queue = Too many posts: queue
forward-policy-overflow-drop-oldest = Too many posts: drop oldest
forward-policy-overflow-digest = Too many posts: digest
forward-policy-overflow-paid = Too many posts: pay Telegram
forward-policy-timing-kind-now = Leave: at once
forward-policy-timing-kind-delay = Leave: delayed
forward-policy-timing-kind-times = Leave: at set times
forward-policy-timing-kind-slots = Leave: one per slot
forward-policy-timing-kind-digest = Leave: as a digest
forward-option-none = none
forward-option-change = ✏ Change
forward-option-clear = ✕ Take it away
forward-option-time-zone = Time zone: { $value }
forward-ask-time-zone = In which time zone does this rule live? Write a city or an offset, such as Berlin or UTC+3.
forward-option-review-chat = Review chat: { $value }
forward-option-check-chat = Check chat: { $value }
forward-ask-review-chat = Where do admins decide about posts? Write the @name, the link or the id of a chat, or forward me a post of it. A topic goes behind #, as in: @editors #review
forward-ask-check-chat = Where do people check posts? Write the @name, the link or the id of a chat, or forward me a post of it. A topic goes behind #, as in: @editors #checks
forward-option-overflow-after = Limit of the queue: { $value }
forward-ask-overflow-after = How many posts may wait before that? Write a number from 1 to 100000.
forward-option-timing-minutes = Delay in minutes: { $value }
forward-ask-timing-minutes = By how many minutes shall posts be delayed? Write a number from 1 to 43200 (30 days).
forward-option-timing-times = Times: { $value }
forward-ask-timing-times = At which times of day? Write them like 09:00, 18:30. They are meant by the clocks of the rule's time zone.
forward-option-timing-weekdays = Days: { $value }
forward-every-day = every day
weekday-short =
    { $day ->
        [mon] Mon
        [tue] Tue
        [wed] Wed
        [thu] Thu
        [fri] Fri
        [sat] Sat
       *[sun] Sun
    }
forward-ask-timing-weekdays = On which days? Write mon, tue, wed, thu, fri, sat, sun, or a span such as mon-fri.
forward-option-timing-count = Posts for a digest: { $value }
forward-ask-timing-count = How many posts make a digest even before its time? Write a number from 2 to 100.
forward-option-merge = Merge (posts, minutes): { $value }
forward-ask-merge = How many posts become one, and how many minutes do I wait for them? Write two numbers, like 3, 10.
forward-passes = 🔍 What passes
forward-changes = 🔀 What changes
forward-when = 🕓 When
forward-rest = ⋯ More
forward-about-when = When posts go out.
forward-about-more = What happens in trouble, and the rule as a whole.
forward-about-mode = A copy looks like a post of the destination. A forward shows where it came from and cannot be changed on its way.
forward-about-edits = A post was edited: what becomes of its copy?
forward-about-deletions = A post was deleted: what becomes of its copy?
forward-about-doubt = Sometimes a send breaks off and nobody knows whether the post arrived. Once can lose it, again can double it.
forward-about-trouble = A filter or a change on the way can fail at a post. Such a post is never passed on and never dropped: it waits until that works, or people look at it in the check chat.
forward-about-review-chat = With a review chat nothing goes out by itself: each post that passes is shown there, and an admin publishes, skips or edits it.
forward-about-stories = When several sources report the same, the first post is copied, and the chats of the others are named under it. How long does a story last?
forward-policy-stories-off = Stories: each post for itself
forward-policy-stories-6h = Stories: gathered for 6 hours
forward-policy-stories-day = Stories: gathered for a day
forward-policy-stories-3d = Stories: gathered for 3 days
forward-about-votes = 👍 and 👎 under the copies, for everybody who reads them. The filter “Liked by readers” learns from them.
forward-about-check-chat = The chat where people look at posts that I could not check.
forward-about-overflow = Telegram limits how fast I may post. When more comes than may leave, posts queue up, or the oldest are dropped, or all that wait become one digest. Paying costs the bot 0.1 Telegram Star for each message that leaves sooner because of it, and works only where the owner of the bot allowed it.
forward-about-overflow-after = When more posts than this wait, the oldest go unsent, a digest takes the place of all of them, or Telegram is paid.
forward-about-time-zone = The clock by which this rule's hours, days and dates are meant.
forward-about-timing-kind = At once; after a delay; all together at set times; one post at each set time; or as a digest: a list with links at set times, or when enough posts have come. Until it leaves, a post follows its original: what is edited leaves as it reads by then.
forward-about-timing-minutes = So long after a post came its copy leaves.
forward-about-timing-times = By the clocks of the rule's time zone. A time that a clock change skips comes right after the gap; one that it repeats comes once.
forward-about-timing-weekdays = The times hold on these days only.
forward-about-timing-count = As many posts make a digest, also before its time.
forward-about-merge = The next posts of a source become one: their words one after the other, up to ten pictures and videos as one album. What has come when the minutes have passed is merged too. Once it has left, edits and deletions of its originals no longer change it.
forward-deletions-unseen = I read a source of this rule as a bot, and Telegram does not tell bots of deleted posts. Only an account hears of them.
forward-words = ✏ Words
forward-words-now = Now: { $words }
forward-filter-add = ➕ Add a filter
forward-filter-which = Which filter?
forward-filter-side = Should such posts pass, or be left out?
forward-filter-keep = Only such posts
forward-filter-drop = No such posts
forward-filter-usual = Usual settings
forward-filter-settings =
    Write the settings of “{ $filter }”, one a line. For example:

    { $example }
forward-versions = 🕓 Versions
forward-versions-about = ↩ brings an older version back, as a new one.
forward-version-line = { $version }. { $moment }, { $author }
forward-reverted = Version { $version } is back.
forward-rename = ✏ Rename
forward-ask-name = What shall “{ $rule }” be called from now on?
forward-copy = 📄 Copy
forward-copied = Copied. The copy is paused: change it, then resume it.
forward-filters-any = A post has to pass at least one of these:
forward-passes-all = A post has to pass all of this. Press a number to change it.
forward-passes-any = A post has to pass at least one of these. Press a number to change it.
forward-asks-all = All of these
forward-asks-any = At least one of these
forward-asks-none = None of these
forward-group-about = What does a post have to do with this group of filters?
forward-settings = ✏ Settings
forward-settings-change =
    The settings of “{ $name }” are as below. Copy them, change them and send them back.
forward-settings-long = They are too long for a message, so they come as a file. Change it and send it back.
forward-settings-list = A long list can be sent as a .txt file with one entry a line.
forward-filter-or = ➕ Or another filter
forward-filter-add-here = ➕ Add a filter here
forward-take-out = ✕ Take it out
forward-about-steps = Posts are changed on their way, one step after the other. Press a number to change a step.
forward-no-steps = Posts are not changed on their way.
forward-step-add = ➕ Add a change
forward-step-which = What shall be changed?
forward-where = 📍 Where
forward-sources = Posts come from:
forward-destinations = Posts go to:
forward-sources-add = ➕ Add a source
forward-destinations-add = ➕ Add a destination
forward-ask-sources = Which source comes in? Write the @name, the link or the id of a channel or group, or forward me a post of it. A topic goes behind #, as in: @group #5. The address of an RSS or Atom feed (https://…) works too, and “me” is what you write to me here.
forward-ask-destinations = Which destination comes in? Write the @name, the link or the id, or forward me a post of it. A topic goes behind #, as in: @group #News. Posts can also go to a webhook: hook:https://…, or to you here: me
forward-topic-change = # Topic
forward-ask-topic-sources = Which topic is read? Write its number (the second one in a link to a message of it) or General. For all topics write: -
forward-ask-topic-destinations = Into which topic do posts go? Write its number, or a name: I open that topic when the first post goes there. General is General. For no topic write: -
forward-samples = 🧪 Samples: { $count }
forward-samples-about = Posts as they may come, and what is expected of them. I try them at every save and refuse a change with which one comes out otherwise. ✕ takes one out.
forward-samples-passed =
    { $count ->
        [one] ✓ The sample comes out as expected.
       *[other] ✓ All { $count } samples come out as expected.
    }
forward-sample-add = ➕ Add a sample
forward-ask-sample = Write or forward me a post as it may come.
forward-sample-expected = Should such a post pass?
forward-sample-pass = ✓ It should pass
forward-sample-drop = ✗ It should not
forward-sample-line-pass = passes: { $sample }
forward-sample-line-drop = is left out: { $sample }
forward-replay = ⏪ Last 30 days
forward-replay-begun = ⏪ “{ $rule }”: I am reading the posts of the last { $days } days …
forward-replay-progress = ⏪ “{ $rule }”: { $done } of { $total } posts …
forward-replay-nothing = I have kept no posts of these sources from the last { $days } days, so I can't tell.
forward-replay-done = In the last { $days } days “{ $rule }” would have passed { $passed } of { $posts } posts. Nothing was sent.
forward-replay-dropped = Left out: { $count } ({ $filters }).
forward-replay-held =
    { $count ->
        [one] One post cannot be judged from here
       *[other] { $count } posts cannot be judged from here
    }: a filter needs a model, a file or earlier posts for that.
forward-replay-wordless = (without words)
error-replay-running = I am reading the past for this rule already. Wait for the answer.
forward-import = 📥 Import
forward-export = 💾 Export
forward-export-all = 💾 Export all
forward-ask-file = Send me a file with rules: an export of mine, or a configuration of tgcf or telemirror (YAML).
forward-import-would =
    { $count ->
        [one] This file makes one rule. Nothing is saved yet.
       *[other] This file makes { $count } rules. Nothing is saved yet.
    }
forward-import-lost = Left out, as only { $origin } has it:
forward-import-take = ✓ Save and start
forward-import-paused = ⏸ Save, but do not start yet
forward-imported = Saved: { $count }. There already: { $known }.
forward-later = ⏸ Save, but do not start yet
forward-ask-source = Where do the posts come from? Write the @name, the link or the id of a channel or group, or forward me a post of it. A topic goes behind #, as in: @group #5. The address of an RSS or Atom feed (https://…) works too, and “me” is what you write to me here.
forward-ask-destination = From “{ $source }”. And where do they go? Write the @name, the link or the id, or forward me a post. A topic goes behind #, as in: @group #News. Posts can also go to a webhook: hook:https://…, or to you here: me
forward-ask-words = Which posts? Write words to keep with + and words to drop with -, such as: +python -advertisement. For every post write: all
forward-forecast =
    { $count ->
        [one] { $count } post or notice is queued
       *[other] { $count } posts and notices are queued
    }; the last one leaves at about { $drains }.
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
review-ask = ⬆ “{ $rule }”: publish this?
review-publish = ✅ Publish
review-skip = ⛔ Skip
review-edit = ✏️ Edit
review-published = Published.
review-skipped = Skipped: it goes nowhere.
review-rewritten = Done: the new text is in the review chat, with its buttons.
review-rule-changed = The rule has changed since this was shown. It is shown anew; decide there.
review-changed = Somebody changed it while you looked. Decide at the newer one.
review-gone = The rule or the post is gone; there is nothing to decide any more.
review-paused = The rule is paused. Resume it in /forward, then decide.
review-unmade = It cannot be sent as the rule wants it: { $reason }. It goes on waiting.
review-wordless = No other words can be written for this: it is a forward, protected, goes into something larger, or can have no text.
review-ask-words = Send me the new text, formatted as it should look. It goes out as you write it.
review-asked-in-private = I asked you for the text in our private chat.
review-write-first = I may not write to you yet. Open a chat with me, press Start, then Edit once more.
review-edit-cancelled = The text stays as it was.
review-before-published = { $name } has already published it, at { $time }.
review-before-skipped = { $name } has already skipped it, at { $time }.
review-before-withdrawn = Its original was deleted at { $time }; there is nothing to publish.
review-before-expired = Nobody decided in time; it was given up at { $time }.
review-line-published = Published by { $name }, { $time }
review-line-skipped = Skipped by { $name }, { $time }
review-line-withdrawn = Withdrawn, { $time }
review-line-expired = Given up, { $time }
review-line-anew = Shown anew
review-line-gone = Nothing to decide
review-withdrawn = “{ $rule }”: a post that waited here was deleted in its source, so it is withdrawn. { $link }
review-expired =
    { $count ->
        [one] “{ $rule }”: { $count } post waited here for { $days } days and nobody decided. It is not published.
       *[other] “{ $rule }”: { $count } posts waited here for { $days } days and nobody decided. They are not published.
    }
vote-up = 👍
vote-down = 👎
vote-back = Taken back.
vote-over = Nobody votes here any more.

why-post = Post from “{ $chat }” { $link }
why-came = Posted { $posted }, reached me { $came }.
why-waiting = I am still waiting for the rest of its album, so nothing is decided yet.
why-no-rule = No rule was reading this chat when the post came.
why-pass = ✅ “{ $rule }”, version { $version }: passed on.
why-drop = ⛔ “{ $rule }”, version { $version }: not passed on.
why-review = 🕓 “{ $rule }”, version { $version }: shown to reviewers, who have not decided yet.
why-reviewed-published = Published by { $name }, { $moment }.
why-reviewed-skipped = Skipped by { $name }, { $moment }.
why-reviewed-withdrawn = It waited for reviewers when its original was deleted, { $moment }.
why-reviewed-expired = No reviewer decided in time; given up { $moment }.
why-held = ⏳ “{ $rule }”, version { $version }: held, because a check could not be made.
why-behind = ⏳ “{ $rule }”, version { $version }: waits until the older posts that the rule reads first are through.
why-value = : { $value }
why-filter-pass = • { $filter } — yes{ $value }
why-filter-drop = • { $filter } — no{ $value }
why-filter-held = • { $filter } — can’t tell{ $value }
why-more =
    { $count ->
        [one] … and { $count } more check
       *[other] … and { $count } more checks
    }
why-no-filters = • it has no filters: every post passes
why-decided = Decided { $moment }.
why-sent = Sent to “{ $chat }” { $moment }, { $seconds } s after it reached me. { $link }
why-sent-once = Sent to “{ $chat }”; I no longer know when. { $link }
why-dead = Not sent to “{ $chat }”: { $reason }
why-unsure = I was interrupted while sending to “{ $chat }” and can’t tell whether it arrived.
why-queued = Waiting to be sent to “{ $chat }”, not before { $moment }.
why-gathered = It waits and leaves at { $moment }.
why-gathered-open = It waits until enough posts for a digest have come.
why-gathered-paused = It waits until the rule is resumed.
why-made-digest = It went out in a digest, so it has no copy of its own.
why-made-merged = It went out merged with other posts, so it has no copy of its own.
stats-mine =
    You: { $turns ->
        [one] { $turns } question
       *[other] { $turns } questions
    }, { $tokens ->
        [one] { $tokens } token
       *[other] { $tokens } tokens
    } of answers.
stats-thumbs = Ratings: 👍 { $liked }, 👎 { $disliked }
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
dead-none = Nothing got stuck: every post and notice has arrived or is on its way.
dead-title =
    { $count ->
        [one] { $count } message did not arrive
       *[other] { $count } messages did not arrive
    }, the latest first.
dead-refused =
    { $rule }, to “{ $chat }”, { $since }
    Not accepted: { $reason }
dead-unknown =
    { $rule }, to “{ $chat }”, { $since }
    It may have arrived and may not: { $reason }
dead-own = My own message
dead-retry = ↻ Send { $number } again
dead-discard = ✕ Let { $number } go
dead-retry-all =
    { $count ->
        [one] ↻ Send it again
       *[other] ↻ Send all { $count } again
    }
dead-retried =
    { $count ->
        [0] There was nothing left to send again.
        [one] { $count } message is on its way again.
       *[other] { $count } messages are on their way again.
    }
dead-discarded = Let go: it will not be sent.
dead-settled-before = This one was dealt with before.
stats-sends = Posts and notices: { $sent } sent, { $waiting } waiting, { $dead } failed.
stats-rules = What a forwarding rule did, day by day:
stats-days = { $days } days
stats-verdict-pass = passed
stats-verdict-drop = kept back
stats-verdict-held = waiting for a decision
stats-posts =
    In { $days } days: { $passed ->
        [one] { $passed } post passed
       *[other] { $passed } posts passed
    }, { $dropped } kept back, { $held } waiting for a decision.
stats-dropped-by = Kept back most often by: { $filters }
stats-copies = Copies and their edits: { $sent } sent, { $waiting } waiting, { $failed } failed.
stats-speed = Half of them arrived within { $median } s, 95 % within { $most } s.
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
admin-make-guest = 🚪 Make a guest
admin-make-user = 🙂 Make a user
admin-make-admin = ⭐ Make an admin
admin-groups-title =
    { $count ->
        [0] No group waits.
        [one] One group waits:
       *[other] { $count } groups wait:
    }
admin-health-title = What I depend on:
ability-names = In groups I also answer to “{ $name }, …” (more names: BOT__NAMES).
ability-names-off = In groups I answer to mentions and replies only: privacy mode is on. To call me by name: BotFather, /setprivacy, @{ $username }, Disable; then add me to the group anew.
ability-topics = Topics in private chats: each is a conversation of its own.
ability-topics-off = No topics in private chats. To have them: BotFather, @{ $username }, Bot Settings, Threaded Mode.
ability-inline = Inline mode: @{ $username } and a question in any chat. For the answer to come, inline feedback in BotFather (/setinlinefeedback) has to be 100%.
ability-inline-off = No inline mode. To have it: BotFather, /setinline, then /setinlinefeedback with 100%.
ability-guest = Guest mode: a mention in a chat that I am not in gets an answer.
ability-guest-off = No guest mode. To have it: BotFather, @{ $username }, Bot Settings, Guest Mode.
access-wait = Hello! The admins decide who may talk to me. I have asked them and will write to you as soon as they agree.
access-wait-short = Please wait until an admin lets you in.
access-closed = I talk only to people whom my admins have named.
access-refused-attempt = { $name } ({ $id }) tried to talk to me and was refused.
access-refused-many = Others were refused as well, { $name } ({ $id }) last. For the rest of the hour I say no more about it.
access-no-owner = Hello! Nobody owns me yet. Whoever started me sees a line with a code in the console: send it to me as /start <code>.
access-group-wait = Hello! An admin of mine must let this group in first. I have asked.
access-asks-person = { $name } ({ $username }, { $id }) would like to talk to me.
access-asks-group = { $name } wants me in the group “{ $title }” ({ $id }).
access-waits-group = I was invited to the group “{ $title }” ({ $id }) and wait to be let in.
access-waiting = Somebody is waiting to be let in. People: { $people }, groups: { $groups }. All of them are in /admin.
access-decided = This was decided before. To change it: /admin
access-approved = ✓ Let in.
access-refused = ✕ Refused.
access-welcome = You are in, welcome! Write to me, or see /help.
access-group-welcome = Hello everybody! Mention me or reply to me, and I answer.
chat-thinking = Thinking…
chat-handed-over =
    { $agent } goes on…{ $reason ->
        [none] {""}
       *[other] {" "}({ $reason })
    }
chat-hand-over-line =
    → { $agent }{ $reason ->
        [none] {""}
       *[other] : { $reason }
    }
chat-delivery-stopped = (Stopped: the rest of this answer was not sent.)
chat-inline-more = … This is only the beginning. Ask me in private for the rest.
button-open-bot = Open the chat with me
chat-stopped = Stopped before I could write anything.
chat-cut = (My answer reached its length limit. Write “go on” for the rest.)
chat-empty = I have nothing to say to that. Please ask in other words.
chat-empty-mention = Yes? Mention me together with your question.
error-place-closed = I could not answer in “{ $chat }”: I may not write there, or the topic is closed or gone. Please ask in another place.
inline-ask-title = Ask
inline-hint = Ask me anything: type your question after @{ $name }.
inline-private = Continue in the private chat
inline-stranger = Get to know me first
guest-stranger = I do not know you yet. Write to me in private first: @{ $name }
guest-about-quote = What is this about?
approval-allowed = ✓ Allowed.
approval-cancelled = ✕ Cancelled; nothing was changed.
interrupted =
    I was interrupted while answering “{ $quote }”. Part of the answer may have reached you. Shall I try again?
interrupted-something = I was interrupted in the middle of an answer. Part of it may have reached you. Shall I try again?
interrupted-given-up = I tried “{ $quote }” several times and broke down each time, so I stopped trying. The operator finds it in the log.
interrupted-given-up-something = I tried to answer several times and broke down each time, so I stopped trying. The operator finds it in the log.
interrupted-again = Trying again…
voice-heard = 🎙 Heard ({ $length }):
voice-listening = 🎙 Listening… { $percent } %
voice-file = transcript.txt
voice-about = What is said in this recording? Sum it up.
voice-is-on = What you ask by voice I answer by voice too.
voice-is-off = I answer in writing, also when you ask by voice.
voice-turn-on = 🔊 Speak
voice-turn-off = 🔇 Only write
document-remembered =
    📄 { $name }{ $pages ->
        [0] {""}
        [one] , { $pages } page
       *[other] , { $pages } pages
    }: I have read and remembered it. Ask me about it, now or later.
document-known = 📄 I know this file already, as { $name }. Ask me about it.
document-read =
    📄 { $name }{ $pages ->
        [0] {""}
        [one] , { $pages } page
       *[other] , { $pages } pages
    }: I have read it, but nothing is kept in an incognito chat. To ask about it, send it with a question as its caption.
picture-question = What is in the picture?
album-question = What is in the pictures?
dialogue-ended = What you had begun is cancelled; nothing was saved.
error-unknown-command = I do not know the command { $command }. /help shows those I know.
error-cannot-read-that =
    I understand text{ $voice ->
        [yes] , voice notes
       *[no] {""}
    }{ $pictures ->
        [yes] , pictures
       *[no] {""}
    } and documents (PDF, DOCX, plain text); this I cannot read.
error-admins-only = This is for admins.
error-group-admins-only = Only administrators of this group may change that.
error-not-yours = This button belongs to somebody else.
error-question-gone = I no longer have the words of this question: it was incognito, or you had me forget it. Please ask again.
error-role-too-high = You cannot change this person’s role.
error-quota-messages =
    { $limit ->
        [one] Your one message of today is used.
       *[other] All { $limit } messages of today are used.
    } Tomorrow there are new ones, see /usage.
error-quota-tokens = Your { $limit } tokens of today are used. Tomorrow there are new ones, see /usage.
error-too-fast = That is too fast for me: up to { $limit } messages a minute. Please wait a moment.
error-file-too-big = This file is too big: Telegram lets me load up to { $megabytes } MB.
error-file-gone = Telegram no longer gives me this file. Please send it again.
error-file-slow = This file takes too long to arrive. Please send it again in a minute.
error-reminder-too-long = This is too long for a reminder: up to { $limit } characters, please.
error-digest-known = The digest of “{ $channel }” at { $time } is here already. All your digests: /digest
error-too-many-reminders = You have { $limit } reminders already. Cancel some first: /remind
command-tools = the agents’ tools, and servers of more
usage-tools =
    To add a server of tools (MCP): /tools add notes https://notes.example.org/mcp
    Others: /tools off notes, /tools on notes, /tools remove notes
button-undo = ↩ Undo
undo-reminder = Taken back: “{ $text }” will not be said.
undo-reminder-late = Too late: I have reminded you already.
undo-reminder-gone = This reminder was cancelled already.
location-zone = Your time zone is now { $zone }; it is { $time } where you are.
location-unknown = I could not tell the time zone of this place. Write your city: /settings Lisbon
location-forwarded = This place was sent by somebody else, so I left your time zone as it is. To change it, share your own location.
location-venue = A place like this does not tell where you are, so I left your time zone as it is. To change it, share your own location.
tools-title =
    { $count ->
        [one] { $count } tool. Press it to choose who may use it:
       *[other] { $count } tools. Press one to choose who may use it:
    }
tools-servers = Servers of tools:
tools-server-up =
    { $name }: { $count ->
        [one] { $count } tool
       *[other] { $count } tools
    }
tools-server-down = { $name }: does not answer
tools-server-off = { $name }: switched off
tools-server-added = The server { $name } is added. Its tools are for admins until you say otherwise, and those that may change something ask by button first.
tools-server-removed = The server { $name } is removed.
tools-restraint = Since the start: { $turns ->
        [one] { $turns } answer
       *[other] { $turns } answers
    } with tools at hand; in { $called } a tool was called, in { $needless } of them without need.
tools-tool =
    { $tool }
    { $about }
    Who may use it: { $who }
tools-for-user = everybody
tools-for-admin = admins
tools-for-owner = the owner
tools-for-nobody = nobody (off)
error-tool-server-name = A server’s name has 1 to 20 lower-case Latin letters and digits and begins with a letter.
error-tool-server-address = This is not an address of a server: it begins with http:// or https://.
error-tool-server-unknown = There is no server called { $name }.
error-tool-right-too-high = Only the owner may change this.

model-now-blind = A model answers here that is chosen automatically.
model-legend = 🛠 calls tools, 👁 sees pictures, 💭 can think first
model-speed = { $rate } tokens/s
model-speed-unknown = speed not measured yet
model-loaded = loaded until { $until } ({ $memory })
model-loaded-for-good = always loaded ({ $memory })
model-context = Made for a context of { $tokens } tokens.
model-manage = ⚙ Manage
model-manage-which = Which model is it about?
model-pull = ⬇ Install another
model-test = 🧪 Self-test
model-unload = Free its memory
model-unloaded = Its memory is free.
model-remove = 🗑 Remove
model-remove-sure = Remove { $model } from the disk? That frees about { $size }. Chats that chose it go on with the usual model.
model-removed = { $model } is removed.
model-use = Answer here with it
model-all = All models
model-secret = in the experiment
model-choose = Choose a model
model-gone = The model { $model } that was chosen here is no longer installed. The usual one answers from now on.
model-job-cancelled = Cancelled.
model-job-interrupted = This was interrupted by a restart. Start it again; a download goes on where it stopped.
pull-which = Which model shall I install? Write its name as on ollama.com, for example qwen3:4b or hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF
pull-left = Nothing was installed.
pull-title = Installing { $model }
pull-starting = Looking for it…
pull-hint = If I am restarted meanwhile, the download stops.
pull-sizes = { $completed } of { $total }
pull-finishing = Checking what was downloaded…
pull-done = { $model } is installed.
size-gb = { $size } GB
size-mb = { $size } MB
selftest-title = Self-test of { $model }, a minute at most:
selftest-russian = Russian
selftest-english = English
selftest-tools = Tools
selftest-json = JSON
selftest-speed = Speed
selftest-fine = passed
selftest-no-tools = it has no tools
selftest-no-time = the time was up before that
selftest-empty = it answered with nothing
selftest-not-russian = it answered in another language
selftest-not-english = it answered in another language
selftest-too-short = it said almost nothing
selftest-no-call = it did not call the tool
selftest-wrong-tool = it called a tool that does not exist: { $tool }
selftest-wrong-arguments = it called the tool with wrong arguments
selftest-no-json = its answer was no JSON
selftest-wrong-json = its JSON did not fit the schema
selftest-rate = { $rate } tokens/s
selftest-rate-slow = { $rate } tokens/s, slower than people read
usage-model =
    /model shows all models: press a button or write the name, /model qwen3:4b. For admins:
    /model pull qwen3:4b
    /model test qwen3:4b
    /model remove qwen3:4b
error-model-unknown = There is no model called { $model }. /model shows all.
error-model-elsewhere = { $model } is on another server and can only be changed there.
error-model-job-running = That is already going on.
error-pull-name = “{ $name }” cannot be the name of a model. It looks like qwen3:4b or hf.co/owner/repository.
error-pull-unknown = No registry knows the model { $model }. Check the name on ollama.com.
error-pull-no-space = There is not enough space on the disk for { $model }.
error-pull-too-new = { $model } needs a newer Ollama. Update Ollama, then try again.
error-pull-network = The download of { $model } broke off: Ollama lost the network. Try again, it goes on where it stopped.
error-pull-failed = { $model } could not be installed: { $reason }
command-experiment = compare two models or two personas
usage-experiment =
    Compare two models, or two personas (the usual one is called default), on a share of the chats:
    /experiment model qwen3:4b vs llama3.2:3b 30%
    /experiment prompt default vs teacher 50%
experiment-none = No experiment is running.
experiment-kind-model = models
experiment-kind-prompt = personas
experiment-title = Experiment between two { $kind }, on { $percent } % of the chats:
experiment-arm = { $arm }: { $name } – { $answers ->
        [one] { $answers } answer
       *[other] { $answers } answers
    }, 👍 { $ups } 👎 { $downs }
experiment-evidence = Evidence: { $evidence } of { $needed } needed.
experiment-open = Not decided yet. A winner is called by mistake in at most { $rate } % of such experiments, however often you look.
experiment-decided = Decided: people like { $name } better. Such a verdict is wrong in at most { $rate } % of experiments.
experiment-once = Each person counts once, by the first answer that they rated. Chats that chose a model or persona themselves take no part.
experiment-adopted = After an experiment between two { $kind }, { $name } answers everybody who has not chosen otherwise.
experiment-adopt = { $arm }: { $name } for everybody
experiment-adopt-a-done = A answers everybody now.
experiment-adopt-b-done = B answers everybody now.
experiment-stop = Stop ({ $kind })
experiment-stop-done = Stopped; all is as it was before.
experiment-back = Roll back ({ $kind })
experiment-back-done = Rolled back; all is as it was before.
experiment-refresh = Refresh
error-experiment-running = An experiment of this kind is running already. Stop it first: /experiment
error-experiment-same = An experiment needs two different ones.

## bot

check-telegram = Telegram
check-database = Database
check-redis = Redis
check-memory = Memory index
check-ollama = Language model
check-openai = Second model server
check-no-model-there = it answers but serves no model that can chat
check-whisper = Voice notes
check-voice = Answers by voice
check-search = Web search
check-account = Account that reads channels
check-timeout = no answer within { $seconds } seconds
check-failed = it failed ({ $reason })
check-telegram-down = Telegram does not answer: { $reason }
check-memory-in-use = in use by the bot that is running
check-no-model = Ollama runs but has no model that can chat. Get one: ollama pull qwen3:4b
check-no-account = not logged in. Set API_ID and API_HASH from my.telegram.org, then run: python -m bot login
check-accounts-signed-out = signed out: { $accounts }. Log in again: python -m bot login --account NAME, then restart
login-phone = Phone number, with country code:
login-code = Code that Telegram sent to your other devices:
login-password = Password of the two-step verification:
login-done = Logged in as { $name }.
