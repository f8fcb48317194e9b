### Что говорит бот, по-русски. Раздел на комнату; одни и те же ключи есть в каждом языке.

## core

error-unexpected = У меня что-то сломалось. Номер происшествия: { $incident }.
error-unavailable = То, что мне нужно, сейчас не отвечает. Попробуйте через минуту.
error-delivery-rejected = Телеграм отказал: { $reason }
error-settings = { $setting }: { $reason }
error-old-button = Эта кнопка устарела. Отправьте команду ещё раз.

## inference

## memory

## engines

## agents

## forwarding

## scheduler

## handlers

## bot
