### Что говорит бот, по-русски. Раздел на комнату; одни и те же ключи есть в каждом языке.

## core

error-unexpected = У меня что-то сломалось. Номер происшествия: { $incident }.
error-unavailable = То, что мне нужно, сейчас не отвечает. Попробуйте через минуту.
error-delivery-rejected = Телеграм отказал: { $reason }
error-settings = { $setting }: { $reason }
error-database-unavailable = База данных сейчас не отвечает. Попробуйте через минуту.
error-cache-unavailable = Redis сейчас не отвечает. Попробуйте через минуту.
error-when-not-understood = Не получилось разобрать время. Можно так: через 10 минут, в 18:00, завтра в 9, 01.12 09:00, каждый понедельник в 10.
error-when-past = Это время уже прошло.
error-time-zone-unknown = Не знаю часового пояса «{ $zone }». Он выглядит так: Europe/Moscow или Asia/Almaty.
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

error-memory-index = Указатель памяти сейчас не отвечает. Всё, что вы рассказали, сохранено и позже снова найдётся.
error-memory-slow = Поиск в памяти идёт слишком долго. Попробуйте ещё раз через минуту.
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
agent-assistant-about = Повседневные вопросы, тексты, напоминания, сказанное раньше
agent-analyst = Аналитик
agent-analyst-about = Требования: находит размытое, непроверяемое и ничьё
agent-cards = Карты
agent-cards-about = Номера карт, кредиты, проценты и комиссии — с точным счётом
agent-architect = Архитектор
agent-architect-about = Читает код на Python: устройство, сложность, диаграммы
agent-support = Поддержка
agent-support-about = Читает логи: что сломалось, когда и как часто повторяется
agent-editor = Редактор
agent-editor-about = Каналы: настраивает пересылку, рассказывает, что в них писали
agent-fallback = Только память
status-thinking = Думаю…
status-waiting = Минутку: ещё отвечаю на предыдущее сообщение.
status-loading-model = Модель { $model } пока молчит: скорее всего, загружается…
fallback-no-model = Сейчас ни одна языковая модель недоступна. Чтобы она появилась, установите Ollama с ollama.com, выполните «ollama pull llama3.2» и проверьте OLLAMA_HOST. Все команды работают и без неё, см. /help.
fallback-nothing-remembered = Об этом я пока ничего не помню.
fallback-remembered = { $count ->
    [one] Об этом я помню { $count } запись:
    [few] Об этом я помню { $count } записи:
   *[many] Об этом я помню { $count } записей:
}
fallback-said-on = — { $date }
approval-propose-rule = Копировать новые посты из «{ $source }» в «{ $destination }»?
    Только со словами: { $keep }
    Никогда со словами: { $drop }
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
error-rule-loop = Посты пошли бы по кругу: другие правила ведут от этого получателя обратно к этому источнику.
error-rule-bot-cannot-read = Я не могу читать «{ $chat }». Сделайте меня там администратором и попробуйте снова.
error-rule-bot-cannot-post = Мне нельзя писать в «{ $chat }». Сделайте меня там администратором с правом публиковать сообщения и попробуйте снова.
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

## bot
