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

## agents

## forwarding

## scheduler

## handlers

## bot
