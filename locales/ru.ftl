### Что говорит бот, по-русски. Раздел на комнату; одни и те же ключи есть в каждом языке.

## core

error-unexpected = У меня что-то сломалось. Номер происшествия: { $incident }.
error-unavailable = То, что мне нужно, сейчас не отвечает. Попробуйте через минуту.
error-delivery-rejected = Телеграм отказал: { $reason }
error-settings = { $setting }: { $reason }
error-database-unreachable = DATABASE_URL: база данных по адресу { $address } не отвечает.
error-database-unavailable = База данных сейчас не отвечает. Попробуйте через минуту.
error-cache-unavailable = Redis сейчас не отвечает. Попробуйте через минуту.
error-when-not-understood = Не получилось разобрать время. Можно так: через 10 минут, в 18:00, завтра в 9, 01.12 09:00, каждый понедельник в 10.
error-when-past = Это время уже прошло.
error-time-zone-near = Не знаю часового пояса «{ $zone }». Может быть, вы имели в виду: { $near }?
error-time-zone-unknown = Не знаю часового пояса «{ $zone }». Он выглядит так: Moscow, Asia/Almaty или UTC+3.
error-old-button = Эта кнопка устарела. Отправьте команду ещё раз.

## inference

error-model-unreachable = Не могу связаться с языковой моделью: по адресу { $host } никто не отвечает. Запущена ли Ollama?
error-model-missing = Модель { $model } здесь не установлена. Выберите другую командой /model или установите её: ollama pull { $model }
error-model-slow = Модель { $model } отвечает слишком долго. Попробуйте ещё раз через минуту.
error-model-busy = К модели { $model } слишком большая очередь. Попробуйте ещё раз через минуту.
error-model-failed = Модель { $model } не справилась: { $reason }
error-model-empty = Модель { $model } ничего не ответила. Попробуйте спросить иначе.
error-model-broken-stream = Ответ модели { $model } оборвался на середине. Попробуйте ещё раз.
error-no-whisper = Я пока не умею слушать голосовые: модель распознавания речи не установлена. Администратору нужно положить модель faster-whisper в папку и указать её в WHISPER_MODEL.
error-whisper-folder = Модель распознавания речи в { $folder } не подходит: это не полная модель faster-whisper.
error-audio-unreadable = Не получилось прочитать эту запись. Пришлите её голосовым сообщением или аудиофайлом.
error-audio-silent = Я не расслышал в этой записи ни слова.
error-audio-slow = Эта запись слушается слишком долго. Пришлите покороче.

## memory

error-memory-index = Поиск по памяти сейчас не отвечает. Всё, что вы рассказали, сохранено и позже снова найдётся.
error-memory-slow = Поиск по памяти идёт слишком долго. Попробуйте ещё раз через минуту.
error-memory-in-use = Память в { $folder } уже открыта другим процессом. Пользоваться ею может только один.
error-document-kind = Я читаю файлы .txt, .md и .csv. { $name } к ним не относится.
error-document-empty = В файле { $name } нет текста.
error-document-too-large = Файл { $name } слишком большой: я читаю файлы до { $megabytes } МБ.
error-document-unreadable = Не получилось прочитать { $name }. Это точно текстовый файл в кодировке UTF-8?

## engines

error-card-number = Это не номер карты: в нём должно быть от 12 до 19 цифр.
error-loan-terms = Такой кредит не посчитать: сумма должна быть больше нуля, ставка — не отрицательной, срок — от 1 до 600 месяцев.
error-fee-terms = Такую комиссию не посчитать: числа не могут быть отрицательными, а минимум — больше максимума.
error-arithmetic = Это не посчитать: нужны числа, + - * / и скобки.
error-code-too-long = Кода слишком много: уложитесь, пожалуйста, в { $limit } знаков.
error-code-unreadable = Это не похоже на Python: см. строку { $line }.
error-text-too-long = Текст слишком длинный: уложитесь, пожалуйста, в { $limit } знаков.
error-no-requirements = Не вижу предложений, которые можно проверить.
error-no-log-lines = Не вижу строк лога.

## agents

agent-assistant = Ассистент
agent-assistant-about = повседневные вопросы, тексты, напоминания, сказанное раньше
agent-analyst = Аналитик
agent-analyst-about = требования: что размыто, что не проверить и за что никто не отвечает
agent-cards = Карты
agent-cards-about = номера карт, кредиты, проценты и комиссии с точным счётом
agent-architect = Архитектор
agent-architect-about = читает код на Python: устройство, сложность, диаграммы
agent-support = Поддержка
agent-support-about = читает логи: что сломалось, когда и как часто повторяется
agent-editor = Редактор
agent-editor-about = каналы: настраивает пересылку, рассказывает, что в них писали
agent-fallback = Только память
status-thinking = Думаю…
status-waiting = Минутку: ещё отвечаю на предыдущее сообщение.
status-model-busy = Модель { $model } отвечает другим, вы в очереди…
status-loading-model = Модель { $model } пока молчит: скорее всего, загружается…
fallback-no-model = Сейчас ни одна языковая модель недоступна. Чтобы она появилась, установите Ollama с ollama.com, выполните «ollama pull qwen3:4b» и проверьте OLLAMA_HOST. Все команды работают и без неё, см. /help.
fallback-no-model-short = Языковая модель всё ещё недоступна, отвечаю только по памяти.
fallback-nothing-remembered = Об этом я пока ничего не помню.
fallback-remembered = { $count ->
    [one] Об этом я помню { $count } запись:
    [few] Об этом я помню { $count } записи:
   *[many] Об этом я помню { $count } записей:
}
fallback-will-remember = Запомню:
fallback-said-on = — { $date }
approval-propose-rule = Копировать новые посты из «{ $source }» в «{ $destination }»?
    { $passing ->
        [some] Только со словами: { $keep }. Никогда со словами: { $drop }.
        [wanted] Только со словами: { $keep }.
        [unwanted] Никогда со словами: { $drop }.
       *[all] Проходят все посты.
    }
approval-propose-rule-done = Готово. Правило «{ $rule }» работает, см. /forward.
error-message-empty = В сообщении нет текста.
error-message-too-long = Для модели это слишком длинно: уложитесь, пожалуйста, в { $limit } знаков.
error-not-allowed-to-approve = Разрешить это может только тот администратор, которого спросили.
error-tool-arguments = Такие аргументы не подходят: { $reason }
error-tool-slow = Инструмент { $tool } работал слишком долго.
error-tool-unknown = Инструмента { $tool } нет.

## forwarding

error-chat-not-found = Не нахожу чат { $chat }. Проверьте имя, а если чат закрытый, сначала добавьте меня в него.
error-delivery-uncertain = Связь оборвалась посреди отправки.
error-chat-migrated = Группа стала супергруппой.
error-rule-same-chat = Источник и получатель — один и тот же чат.
error-rule-too-many = Правил уже { $limit }, больше я не веду. Сначала удалите какое-нибудь.
error-rule-exists = Эти два чата уже связаны правилом «{ $rule }». Чтобы сделать новое, сначала удалите его.
error-rule-too-many-words = В правиле может быть не больше { $limit } слов каждого вида.
error-rule-long-word = Слово или фраза — не длиннее { $limit } символов.
error-rule-loop = Посты пошли бы по кругу: другие правила ведут от этого получателя обратно к этому источнику.
error-rule-bot-cannot-read = Я не могу читать «{ $chat }». Сделайте меня там администратором и попробуйте снова.
error-rule-bot-cannot-post = Мне нельзя писать в «{ $chat }». Сделайте меня там администратором с правом публиковать сообщения и попробуйте снова.
error-rule-account-cannot-post = «{ $source }» может читать только аккаунт, но в «{ $chat }» ему нельзя писать. Сделайте его там администратором и попробуйте снова.
error-account-unreachable = Аккаунт не может соединиться с Телеграмом. Проверьте API_ID, API_HASH и сеть.
error-login-phone = Телеграм не принял этот номер: { $reason }
error-login-code = Телеграм не принял этот код: { $reason }
error-login-password = Телеграм не принял этот пароль: { $reason }
error-rule-you-cannot-read = Вы не состоите в «{ $chat }», поэтому пересылать оттуда посты вам нельзя.
error-rule-you-cannot-post = Вы не администратор в «{ $chat }», поэтому отправлять туда посты вам нельзя.
forwarding-held =
    Пост ждёт: правило «{ $rule }» не смогло его проверить ({ $reason }). Я его не переслал и не выбросил.
    { $link }
forwarding-unknown =
    Меня прервали, когда я отправлял пост в «{ $destination }» (правило «{ $rule }»), и я не знаю, дошёл ли он. Сам второй раз не отправлю — пожалуйста, посмотрите.
    { $link }
forwarding-refused =
    Телеграм не принял пост для «{ $destination }» (правило «{ $rule }»): { $reason }
    { $link }
forwarding-gone =
    Телеграм больше не даёт мне писать в «{ $destination }»: { $reason }
    Правило «{ $rule }» приостановлено. Исправьте доступ и запустите правило снова.
forwarding-skipped =
    { $missing ->
        [one] Телеграм пропустил { $missing } часть альбома
        [few] Телеграм пропустил { $missing } части альбома
       *[many] Телеграм пропустил { $missing } частей альбома
    } (правило «{ $rule }»).
    { $link }
forwarding-repeat-note = (Меня прервали во время отправки, поэтому сообщение могло прийти дважды.)
forwarding-button-held = Проверить ещё раз
forwarding-button-resend = Отправить ещё раз
forwarding-button-resume = Запустить правило

## scheduler

reminder-said = ⏰ { $text }
digest-title = { $channel }: за последние сутки
digest-count =
    { $count ->
        [one] { $count } пост
        [few] { $count } поста
       *[many] { $count } постов
    }
digest-empty = За последние сутки в «{ $channel }» было тихо.
digest-no-text = (без текста)
digest-more =
    { $count ->
        [one] … и ещё { $count } пост
        [few] … и ещё { $count } поста
       *[many] … и ещё { $count } постов
    }

## handlers

language-name = Русский
moment = { $day }.{ $month }.{ $year } { $time }
moment-day = { $day }.{ $month }.{ $year }
every-day = каждый день в { $time }
every-weekday = по будням в { $time }
every-monday = каждый понедельник в { $time }
every-tuesday = каждый вторник в { $time }
every-wednesday = каждую среду в { $time }
every-thursday = каждый четверг в { $time }
every-friday = каждую пятницу в { $time }
every-saturday = каждую субботу в { $time }
every-sunday = каждое воскресенье в { $time }
button-stop = ⏹ Стоп
button-retry = 🔁 Ещё раз
button-allow = Разрешить
button-cancel = Отмена
button-back = ← Назад
button-approve = Впустить
button-refuse = Отказать
role-blocked = заблокирован
role-stranger = ждёт разрешения
role-user = пользователь
role-admin = админ
role-owner = владелец
command-start = кто я и что попробовать
command-help = что здесь можно делать
command-language = на каком языке отвечать
command-settings = настройки этого чата
command-whoami = ваши id, роль и лимит
command-new = начать разговор заново
command-stop = остановить ответ
command-model = выбрать языковую модель
command-agent = выбрать, кто отвечает
command-remind = напомнить о чём-нибудь
command-memory = что я помню и как это забыть
command-forward = пересылка постов между каналами
command-digest = ежедневный обзор канала
command-stats = статистика
command-admin = люди, группы, состояние
usage-remind =
    Напишите /remind, потом когда и о чём. Например:
    /remind через 10 минут проверить духовку
    /remind завтра в 9 позвонить Анне
    /remind каждый понедельник в 10 планёрка
usage-digest =
    Напишите /digest, канал и время. Например:
    /digest @source_news 9:00
usage-forward =
    Напишите /forward, откуда и куда; дальше можно добавить слова: с плюсом пропускать, с минусом отсеивать. Например:
    /forward @source_news @target_news +python +релиз -реклама
start-hello = Здравствуйте, { $name }! Я бот, который живёт на компьютере своего владельца: разговариваю, помню, слушаю голосовые и присматриваю за каналами.
start-try =
    Попробуйте:
    • Спросите что угодно, любыми словами.
    • «Запомни, что мой поезд в 18:40», а потом: «Когда мой поезд?»
    • /remind через 10 минут размять спину
    • Пришлите голосовое или текстовый документ.
    Все команды покажет /help.
start-admin = Вы здесь админ: /admin впускает людей, /forward пересылает посты между каналами, /digest каждый день делает обзор канала.
start-no-model = Языковой модели пока нет, поэтому отвечаю только по памяти. Чтобы она появилась, установите Ollama с ollama.com и выполните «ollama pull qwen3:4b».
help-intro = Просто напишите мне или воспользуйтесь командами:
help-admins = Для админов:
help-outro = В группах я отвечаю, когда меня упоминают или отвечают на моё сообщение.
language-choose = На каком языке отвечать?
language-chosen = Буду отвечать по-русски.
settings-now =
    Настройки этого чата:
    Язык: { $language }
    Ваш часовой пояс: { $zone } (любой другой: /settings Berlin)
    Модель: { $model }
    Агент: { $agent }
    Ответы: { $transport }
settings-language = Язык
settings-zone = Ваш часовой пояс
settings-model = Модель
settings-agent = Агент
settings-transport = Как показывать ответы
settings-no-model = пока нет
settings-zone-choose = Какой у вас часовой пояс? Если его здесь нет, напишите город латиницей: /settings Lisbon
settings-zone-choose-button = Выбрать часовой пояс
settings-transport-choose = Как показывать ответ, пока я его пишу?
transport-auto = как лучше для этого чата
transport-draft = живым черновиком
transport-edit = растущим сообщением
transport-off = только целиком
whoami =
    { $name }
    Ваш id: { $id }
    Роль: { $role }
    Этот чат: { $chat }
    Тема: { $topic }
    Часовой пояс: { $zone }
    Сегодня: { $spent } из { $limit } сообщений
new-conversation = Начнём заново: на прежнюю переписку я больше не смотрю. То, что я о вас помню, остаётся, см. /memory.
stop-done = Остановлено.
stop-nothing = Я сейчас ничего не пишу.
model-now = Здесь отвечает { $model }. Можно выбрать другую:
model-automatic = автоматически
model-none = Языковая модель недоступна. Установите Ollama с ollama.com, выполните «ollama pull qwen3:4b» и проверьте OLLAMA_HOST; потом снова отправьте /model.
agent-line = { $agent } — { $about }
agent-now = Кто здесь отвечает: { $agent }
agent-automatic = кто лучше подходит
remind-saved = Напомню { $when } ({ $zone }): { $text }
remind-saved-again = Буду напоминать { $when } ({ $zone }), начиная с { $first }: { $text }
remind-zone-unknown = Часовой пояс вы ещё не выбрали, поэтому время считаю по UTC. Если у вас другое, выберите свой пояс и поставьте напоминание заново.
remind-list =
    { $count ->
        [one] { $count } напоминание:
        [few] { $count } напоминания:
       *[many] { $count } напоминаний:
    }
remind-none = Напоминаний нет.
remind-cancelled = Напоминание отменено.
memory-list =
    { $count ->
        [one] Я помню { $count } запись:
        [few] Я помню { $count } записи:
       *[many] Я помню { $count } записей:
    }
memory-found =
    { $count ->
        [0] Об этом я ничего не нашёл.
        [one] Нашлась { $count } запись:
        [few] Нашлось { $count } записи:
       *[many] Нашлось { $count } записей:
    }
memory-empty = Пока я ничего не помню. Расскажите что-нибудь о себе или скажите «Запомни, что …». Искать можно так: /memory и слова.
memory-forgotten =
    { $count ->
        [one] Забыто.
        [few] Забыто { $count } записи.
       *[many] Забыто { $count } записей.
    }
memory-forget-all = Забыть всё
memory-forget-all-sure = Правда забыть всё? Вернуть будет нельзя.
memory-forget-all-yes = Да, забыть всё
forward-none = Пока ничего не пересылается.
forward-list =
    { $count ->
        [one] { $count } правило пересылки. Нажмите, чтобы изменить:
        [few] { $count } правила пересылки. Нажмите на нужное:
       *[many] { $count } правил пересылки. Нажмите на нужное:
    }
forward-new = ➕ Новое правило
forward-saved = Сохранено: { $rule }
forward-rule = { $rule }
forward-keeps = Только со словами: { $words }
forward-drops = Никогда со словами: { $words }
forward-everything = Проходят все посты.
forward-paused = На паузе.
forward-pause = ⏸ Пауза
forward-resume = ▶ Продолжить
forward-delete = 🗑 Удалить
forward-delete-sure = Удалить правило «{ $rule }»? Уже скопированное останется.
forward-ask-source = Из какого канала или группы брать посты? Напишите @имя или ссылку или перешлите мне пост оттуда.
forward-ask-destination = Из «{ $source }». А куда? Напишите @имя или ссылку или перешлите пост.
forward-ask-words = Какие посты? Слова с плюсом пропускаю, с минусом отсеиваю, например: +python -реклама. Если нужны все посты, напишите: все
forward-cancelled = Отменено, правило не создано.
forward-resent = Отправляю.
forward-resent-before = Это уже отправили ещё раз.
forward-held-released =
    { $count ->
        [0] Пока не получается, пост ждёт дальше.
        [one] Прошёл { $count } пост.
        [few] Прошло { $count } поста.
       *[many] Прошло { $count } постов.
    }
digest-saved = Каждый день в { $time } ({ $zone }) буду присылать сюда обзор «{ $channel }».
digest-list =
    { $count ->
        [one] { $count } ежедневный обзор:
        [few] { $count } ежедневных обзора:
       *[many] { $count } ежедневных обзоров:
    }
digest-none = Обзоров нет.
digest-cancelled = Обзор отменён.
stats-mine =
    Вы: { $turns ->
        [one] { $turns } вопрос
        [few] { $turns } вопроса
       *[many] { $turns } вопросов
    }, { $tokens ->
        [one] { $tokens } токен
        [few] { $tokens } токена
       *[many] { $tokens } токенов
    } в ответах.
stats-agent = { $agent }: { $turns }
stats-bot =
    Все вместе: { $people ->
        [one] { $people } человек
        [few] { $people } человека
       *[many] { $people } человек
    }, { $turns ->
        [one] { $turns } вопрос
        [few] { $turns } вопроса
       *[many] { $turns } вопросов
    }, { $tokens ->
        [one] { $tokens } токен
        [few] { $tokens } токена
       *[many] { $tokens } токенов
    } в ответах.
stats-sends = Посты и уведомления: отправлено { $sent }, ждёт { $waiting }, не вышло { $dead }.
admin-overview =
    { $people ->
        [one] Меня знает { $people } человек
        [few] Меня знают { $people } человека
       *[many] Меня знают { $people } человек
    }; ждут разрешения: { $waiting }.
    Групп в ожидании: { $groups }.
admin-people = Люди
admin-groups = Группы
admin-health = Состояние
admin-people-title =
    { $count ->
        [one] { $count } человек. Нажмите, чтобы узнать больше:
        [few] { $count } человека. Нажмите на нужного:
       *[many] { $count } человек. Нажмите на нужного:
    }
admin-person =
    { $name }
    Id: { $id }
    Роль: { $role }
admin-make-blocked = ⛔ Заблокировать
admin-make-user = 🙂 Сделать пользователем
admin-make-admin = ⭐ Сделать админом
admin-groups-title =
    { $count ->
        [0] Ни одна группа не ждёт.
        [one] Ждёт { $count } группа:
        [few] Ждут { $count } группы:
       *[many] Ждут { $count } групп:
    }
admin-health-title = От чего я завишу:
access-wait = Здравствуйте! Кому со мной говорить, решают админы. Я уже спросил и напишу, как только они согласятся.
access-wait-short = Подождите, пожалуйста, пока админ вас впустит.
access-no-owner = Здравствуйте! У меня пока нет владельца. Тот, кто меня запустил, видит в консоли строку с кодом: её нужно прислать мне как /start <код>.
access-group-wait = Здравствуйте! Сначала мой админ должен разрешить эту группу. Я уже спросил.
access-asks-person = { $name } ({ $username }, { $id }) хочет со мной говорить.
access-asks-group = { $name } зовёт меня в группу «{ $title }» ({ $id }).
access-waits-group = Меня позвали в группу «{ $title }» ({ $id }), жду разрешения.
access-waiting = У дверей ждут. Людей: { $people }, групп: { $groups }. Все они — в /admin.
access-approved = ✓ Разрешено.
access-refused = ✕ Отказано.
access-welcome = Вас впустили, добро пожаловать! Пишите мне или загляните в /help.
access-group-welcome = Всем привет! Упомяните меня или ответьте на моё сообщение, и я отвечу.
chat-thinking = Думаю…
chat-handed-over = Продолжает { $agent }…
chat-stopped = Остановлено, написать я ничего не успел.
chat-cut = (Ответ упёрся в предел длины. Напишите «продолжай», и я допишу.)
chat-empty = Мне нечего на это сказать. Спросите, пожалуйста, другими словами.
chat-empty-mention = Да? Упомяните меня вместе с вопросом.
approval-allowed = ✓ Разрешено.
approval-cancelled = ✕ Отменено, ничего не изменилось.
interrupted = Меня прервали, когда я отвечал на «{ $quote }». Часть ответа могла дойти. Попробовать ещё раз?
interrupted-something = Меня прервали посреди ответа. Часть его могла дойти. Попробовать ещё раз?
interrupted-given-up = Я несколько раз брался за «{ $quote }» и каждый раз ломался, поэтому больше не пробую. Подробности в журнале у того, кто меня обслуживает.
interrupted-given-up-something = Я несколько раз пытался ответить и каждый раз ломался, поэтому больше не пробую. Подробности в журнале у того, кто меня обслуживает.
interrupted-again = Пробую ещё раз…
voice-heard = 🎙 { $text }
document-remembered =
    { $count ->
        [one] Прочитал { $name } и запомнил: вышла { $count } часть. Спрашивайте.
        [few] Прочитал { $name } и запомнил: вышло { $count } части. Спрашивайте.
       *[many] Прочитал { $name } и запомнил: вышло { $count } частей. Спрашивайте.
    }
photo-not-yet = Картинки я пока не вижу. Опишите словами, что на ней, и я помогу.
dialogue-ended = Начатое отменено, ничего не сохранено.
error-unknown-command = Команды { $command } я не знаю. Известные мне покажет /help.
error-cannot-read-that = Я понимаю текст, голосовые и текстовые документы, а это прочитать не могу.
error-admins-only = Это только для админов.
error-group-admins-only = Это могут менять только администраторы группы.
error-not-yours = Эта кнопка не для вас.
error-role-too-high = Роль этого человека вы изменить не можете.
error-quota = { $limit ->
    [one] На сегодня ваше { $limit } сообщение потрачено
    [few] На сегодня ваши { $limit } сообщения потрачены
   *[many] На сегодня ваши { $limit } сообщений потрачены
}. Завтра будут новые.
error-too-fast = { $limit ->
    [one] Для меня это слишком быстро: не больше { $limit } сообщения в минуту
    [few] Для меня это слишком быстро: не больше { $limit } сообщений в минуту
   *[many] Для меня это слишком быстро: не больше { $limit } сообщений в минуту
}. Подождите немного.
error-file-too-big = Файл слишком большой: Телеграм даёт мне скачать не больше { $megabytes } МБ.
error-reminder-too-long = Для напоминания это слишком длинно: не больше { $limit } символов.
error-digest-known = Обзор «{ $channel }» в { $time } здесь уже есть. Все ваши обзоры: /digest
error-too-many-reminders = { $limit ->
    [one] У вас уже { $limit } напоминание
    [few] У вас уже { $limit } напоминания
   *[many] У вас уже { $limit } напоминаний
}. Сначала отмените лишние: /remind

## bot

check-telegram = Телеграм
check-database = База данных
check-redis = Redis
check-memory = Индекс памяти
check-ollama = Языковая модель
check-whisper = Голосовые
check-account = Аккаунт, который читает каналы
check-timeout = не отвечает { $seconds } с
check-failed = сбой ({ $reason })
check-telegram-down = Телеграм не отвечает: { $reason }
check-memory-in-use = занят работающим ботом
check-no-model = Ollama работает, но моделей для разговора в ней нет. Скачайте: ollama pull qwen3:4b
check-no-account = вход не выполнен. Задайте API_ID и API_HASH с my.telegram.org и выполните: python -m bot login
login-phone = Номер телефона с кодом страны:
login-code = Код, который Телеграм прислал на другие устройства:
login-password = Пароль двухэтапной проверки:
login-done = Вход выполнен: { $name }.
