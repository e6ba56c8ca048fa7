"""What a report says beside its findings, in every language; numbers with the plural forms of each."""

from __future__ import annotations

import re

from babel import Locale

_SENTENCES: dict[str, dict[str, str]] = {
    "conforms": {"en": "conforms", "ru": "соответствует", "uz": "mos keladi"},
    "does not conform": {"en": "does not conform", "ru": "не соответствует", "uz": "mos kelmaydi"},
    "not checked": {"en": "not checked", "ru": "не проверено", "uz": "tekshirilmagan"},
    "Violation": {"en": "violation", "ru": "нарушение", "uz": "buzilish"},
    "Warning": {"en": "warning", "ru": "предупреждение", "uz": "ogohlantirish"},
    "Info": {"en": "remark", "ru": "примечание", "uz": "izoh"},
    "nearest": {
        "en": "The nearest way to conform fails: {what}",
        "ru": "Ближайший способ соответствовать не подошёл: {what}",
        "uz": "Mos kelishning eng yaqin yo'li to'g'ri kelmadi: {what}",
    },
    "certain": {
        "en": "{title}. Change it with: clusterkb validate --fix {file}",
        "ru": "{title}. Исправить: clusterkb validate --fix {file}",
        "uz": "{title}. Tuzatish: clusterkb validate --fix {file}",
    },
    "first": {
        "en": "Only the first {shown} of {total} findings are shown. Correct them and check again.",
        "ru": "Показаны первые {shown} замечаний из {total}. Исправьте их и проверьте снова.",
        "uz": "{total} ta natijadan dastlabki {shown} tasi ko'rsatilgan. Ularni tuzatib, qayta tekshiring.",
    },
    "shown": {"en": "shown:", "ru": "показано:", "uz": "ko'rsatilgan:"},
    "left": {"en": "Not checked:", "ru": "Не проверено:", "uz": "Tekshirilmagan:"},
    "others": {
        "en": "and {n} more of this kind: {what}",
        "ru": "и ещё {n} того же рода: {what}",
        "uz": "va yana shu turdagi {n} ta: {what}",
    },
    "nameless": {
        "en": "a {kind} without an address",
        "ru": "{kind} без адреса",
        "uz": "manzilsiz {kind}",
    },
    "something": {"en": "something without an address", "ru": "нечто без адреса", "uz": "manzilsiz narsa"},
    "empty": {
        "en": "It is empty. A description says what things are, for example: ex:cluster a ckb:EducationalCluster .",
        "ru": "Он пуст. Описание говорит, что есть что, например: ex:cluster a ckb:EducationalCluster .",
        "uz": "U bo'sh. Tavsif nima ekanini aytadi, masalan: ex:cluster a ckb:EducationalCluster .",
    },
    "unmatched": {
        "en": "None of the shapes is about anything in it. Compare their targets with the kinds of things in it.",
        "ru": "Ни одна форма не относится ни к чему в нём. Сравните цели форм с видами того, что в нём описано.",
        "uz": "Hech bir shakl undagi narsalarga tegishli emas. Shakllar nishonini undagi turlar bilan solishtiring.",
    },
    "untyped": {
        "en": "Our rules know no kind in it. Say what things are, for example: ex:cluster a ckb:EducationalCluster .",
        "ru": "В нём нет знакомых нам видов. Скажите, что есть что, например: ex:cluster a ckb:EducationalCluster .",
        "uz": "Unda bizga tanish tur yo'q. Nima ekanini ayting, masalan: ex:cluster a ckb:EducationalCluster .",
    },
    "engine": {"en": "Checked with {engine}", "ru": "Проверено движком {engine}", "uz": "{engine} bilan tekshirildi"},
    "rule": {
        "en": "What this rule asks and how to follow it: {address}",
        "ru": "Чего требует это правило и как его выполнить: {address}",
        "uz": "Bu qoida nimani talab qiladi va unga qanday amal qilinadi: {address}",
    },
}

_COUNTED: dict[str, dict[str, dict[str, str]]] = {
    "things": {
        "en": {"one": "{n} thing looked at", "other": "{n} things looked at"},
        "ru": {
            "one": "рассмотрен {n} объект",
            "few": "рассмотрено {n} объекта",
            "other": "рассмотрено {n} объектов",
        },
        "uz": {"other": "{n} ta obyekt ko'rildi"},
    },
    "Violation": {
        "en": {"one": "{n} violation", "other": "{n} violations"},
        "ru": {"one": "{n} нарушение", "few": "{n} нарушения", "other": "{n} нарушений"},
        "uz": {"other": "{n} ta buzilish"},
    },
    "Warning": {
        "en": {"one": "{n} warning", "other": "{n} warnings"},
        "ru": {"one": "{n} предупреждение", "few": "{n} предупреждения", "other": "{n} предупреждений"},
        "uz": {"other": "{n} ta ogohlantirish"},
    },
    "Info": {
        "en": {"one": "{n} remark", "other": "{n} remarks"},
        "ru": {"one": "{n} примечание", "few": "{n} примечания", "other": "{n} примечаний"},
        "uz": {"other": "{n} ta izoh"},
    },
    "more": {
        "en": {"one": "and {n} more like this", "other": "and {n} more like this"},
        "ru": {"one": "и ещё {n} такое же", "other": "и ещё {n} таких же"},
        "uz": {"other": "va yana shunday {n} ta"},
    },
    "lines": {
        "en": {"one": ", on line {lines}", "other": ", on lines {lines}"},
        "ru": {"one": ", строки: {lines}", "other": ", строки: {lines}"},
        "uz": {"other": ", qatorlar: {lines}"},
    },
    "times": {
        "en": {"one": "({n} time)", "other": "({n} times)"},
        "ru": {"few": "({n} раза)", "other": "({n} раз)"},
        "uz": {"other": "({n} marta)"},
    },
    "conforming": {
        "en": {"one": "{n} more file conforms", "other": "{n} more files conform"},
        "ru": {
            "one": "ещё {n} файл соответствует",
            "few": "ещё {n} файла соответствуют",
            "other": "ещё {n} файлов соответствуют",
        },
        "uz": {"other": "yana {n} ta fayl mos keladi"},
    },
}


_NAMELESS = re.compile(r"a (\S+) without an address|something without an address")


def thing_called(focus: str, language: str) -> str:
    """Return what a finding calls a thing; one without an address is described in a language.

    >>> thing_called("a ckb:Event without an address", "ru"), thing_called("ex:a", "ru")
    ('ckb:Event без адреса', 'ex:a')
    """
    found = _NAMELESS.fullmatch(focus)
    if found is None:
        return focus
    return say("nameless", language, kind=found[1]) if found[1] else say("something", language)


def say(what: str, language: str, /, **values: object) -> str:
    """Return a sentence.

    >>> say("left", "ru")
    'Не проверено:'
    """
    return _SENTENCES[what][language].format(**values)


def count(what: str, number: int, language: str, /, **values: object) -> str:
    """Return a number with what it counts.

    >>> [count("Violation", number, "ru") for number in (1, 22, 11)]
    ['1 нарушение', '22 нарушения', '11 нарушений']
    """
    forms = _COUNTED[what][language]
    form = forms.get(Locale(language).plural_form(number), forms["other"])
    return form.format(n=number, **values)
