### What the bot says, in English. One section a room; the same keys stand in every language.

## core

error-unexpected = Something went wrong on my side. Incident { $incident }.
error-unavailable = Something I need does not answer right now. Please try again in a minute.
error-delivery-rejected = Telegram refused: { $reason }
error-settings = { $setting }: { $reason }
error-old-button = This button is too old. Please send the command again.

## inference

## memory

## engines

## agents

## forwarding

## scheduler

## handlers

## bot
