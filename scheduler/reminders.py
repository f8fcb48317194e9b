"""Due reminders: from rows to the outbox."""

from core.clock import Clock, SystemClock
from core.i18n import Translator
from core.recurrence import next_due
from forwarding.outgoing import text_delivery
from storage.outbox import Outbox
from storage.reminders import Reminder, Reminders


class DueReminders:
    """Says each reminder once per moment; one that is late, because nobody ran, is said once."""

    def __init__(
        self, reminders: Reminders, outbox: Outbox, translator: Translator, clock: Clock | None = None
    ) -> None:
        self._reminders = reminders
        self._outbox = outbox
        self._translator = translator
        self._clock = clock or SystemClock()

    async def run(self) -> None:
        while due := await self._reminders.due(self._clock.now()):
            for reminder in due:
                await self._fire(reminder)
            self._outbox.announce()

    async def _fire(self, reminder: Reminder) -> None:
        texts = self._translator.bound(reminder.language)
        delivery = text_delivery(
            f"reminder:{reminder.id}:{reminder.due:%Y%m%dT%H%M%S}",
            reminder.chat,
            texts("reminder-said", text=reminder.text),
            topic=reminder.topic,
            repeat_note=texts("forwarding-repeat-note"),
        )
        await self._reminders.fired(reminder, next_due(reminder.when, self._clock.now()), delivery)
