"""The words that make a requirement vague, passive or nobody's, in English and Russian, as patterns."""

import re

AMBIGUOUS = re.compile(
    r"\b(?:"
    r"user[- ]friendly|intuitive(?:ly)?|eas(?:y|ily)|simpl[ey]|flexibl[ey]|robust(?:ly)?|seamless(?:ly)?|modern|"
    r"efficient(?:ly)?|effective(?:ly)?|appropriate(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|reasonabl[ey]|"
    r"as (?:needed|required|appropriate)|if (?:possible|necessary|needed)|where applicable|and/or|etc\b|and so on|"
    r"some|several|many|few|usually|often|normally|generally|typically|timely|approximately|roughly|correctly|properly|"
    r"optimal(?:ly)?|minimal|maximal|state of the art|best effort|tbd|"
    r"удобн\w*|интуитивн\w*|понятн\w+|легко|прост(?:ой|ая|ое|ые|ым|ого|о)|гибк\w+|над[её]жн\w*|современн\w*|"
    r"эффективн\w*|оптимальн\w*|соответствующ\w+|надлежащ\w+|достаточн\w*|адекватн\w*|разумн\w+|"
    r"при необходимости|по возможности|по мере (?:надобности|необходимости)|если (?:возможно|нужно)|и/или|"
    r"и т\.? ?д|и т\.? ?п|и так далее|и прочее|"
    r"некотор\w+|нескольк\w+|много|мало|обычно|часто|как правило|в основном|своевременн\w*|примерно|приблизительно|"
    r"корректно|правильно|минимальн\w+|максимальн\w+"
    r")(?!\w)",
    re.IGNORECASE,
)

QUALITY = re.compile(
    r"\b(?:"
    r"fast(?:er)?|quick(?:ly|er)?|slow(?:ly)?|responsive(?:ly)?|rapid(?:ly)?|instant(?:ly)?|immediate(?:ly)?|soon|"
    r"high (?:load|availability|performance|throughput|accuracy)|large|big|small|short|long|"
    r"secure(?:ly)?|reliabl[ey]|scalabl[ey]|"
    r"быстр\w*|медленн\w*|отзывчив\w*|мгновенн\w*|немедленн\w*|скоро|оперативн\w*|"
    r"высок\w+ (?:нагрузк\w+|доступност\w+|производительност\w+|точност\w+|скорост\w+)|"
    r"больш(?:ой|ая|ое|ие|ого|их|ую|им|ом)|маленьк\w+|небольш\w+|коротк\w+|длинн\w+|"
    r"безопасн\w*|масштабируем\w*|производительн\w*"
    r")\b",
    re.IGNORECASE,
)

MEASURE = re.compile(
    r"\d|\b(?:one|two|three|five|ten|hundred|один|одн\w+|два|две|три|пять|десять|сто)\b", re.IGNORECASE
)

PASSIVE = re.compile(
    r"\b(?:be|is|are|was|were|been|being)\s+(?:\w+ly\s+)?"
    r"(?:\w{2,}ed|built|chosen|done|drawn|found|given|held|hidden|kept|known|made|paid|read|run|seen|sent|set|shown|"
    r"stored|taken|told|understood|written)\b"
    r"|\bбыть\s+(?:\w+о\s+)?\w{2,}(?:ен|ён|ан|ян|ят|ыт|ут|ит)[аоы]?\b"
    r"|\b\w{2,}(?:уется|уются|ается|аются|яется|яются|ивается|ится|ятся)\b",
    re.IGNORECASE,
)

# Verbs that look passive in Russian and are not.
REFLEXIVE = frozenset(
    [
        "является",
        "являются",
        "находится",
        "находятся",
        "имеется",
        "имеются",
        "требуется",
        "требуются",
        "появляется",
        "появляются",
        "остаётся",
        "остается",
        "начинается",
        "начинаются",
        "заканчивается",
        "стремится",
        "относится",
        "относятся",
        "отличается",
        "отличаются",
        "нуждается",
        "касается",
    ]
)

AGENT = re.compile(
    r"\bby\s+(?:(?:the|a|an|any|each|every)\s+)?\w+"
    r"|\b(?:систем|служб|программ|баз|панел)\w*ой\b"
    r"|\b(?:пользовател|администратор|оператор|клиент|сервис|сервер|модул|бот|менеджер|сотрудник|приложени|компонент)"
    r"\w*(?:ем|ом|ями|ами)\b",
    re.IGNORECASE,
)

IMPERSONAL = re.compile(
    r"\bit (?:shall|must|should|will) be possible\b|\bthere (?:shall|must|should|will) be\b"
    r"|\bit is (?:necessary|required)\b"
    r"|\bнеобходимо\b|\bнужно\b|\bнадо\b|\bтребуется\b|\bследует\b|\bдолжна быть (?:возможность|реализована)\b",
    re.IGNORECASE,
)

MODAL = re.compile(r"\b(?:shall|must|should|will)\b|\b(?:долж(?:ен|на|но|ны)|обязан[аоы]?)\b", re.IGNORECASE)

JOINED = re.compile(r"\b(?:as well as|and also|and then|а также|и затем|и потом)\b", re.IGNORECASE)

ENGLISH_VERB_AFTER_AND = re.compile(
    r"\b(?:shall|must|should|will|can)\b.{0,300}?\b(?:and|or)\s+(?:accept|add|allow|archive|block|calculate|check|close|confirm|"
    r"create|delete|display|download|encrypt|export|generate|import|keep|log|notify|open|print|provide|reject|remove|"
    r"report|restart|return|save|search|send|show|sort|start|stop|store|support|update|upload|validate|verify|write)\b",
    re.IGNORECASE,
)

RUSSIAN_JOINED_VERBS = re.compile(
    r"\b(?!быть\b)\w{2,}(?:ть|ти|чь)(?:ся)?\b[^.;]{0,300}?(?:,|\bи\b|\bили\b)\s+(?!быть\b)\w{2,}(?:ть|ти|чь)(?:ся)?\b",
    re.IGNORECASE,
)
