"""The words for what the rules found: one sentence per refusal and per check, through gettext."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newswire.editing.checks.finding import Check, Severity
from newswire.editing.rules import Action, Refusal, Stage

STAGE_LABELS: dict[Stage, object] = {
    "draft": _("Draft"),
    "submitted": _("Submitted"),
    "in-edit": _("In edit"),
    "ready": _("Ready"),
    "released": _("Released"),
    "held": _("Held"),
    "killed": _("Killed"),
}

ACTION_LABELS: dict[Action, object] = {
    "edit": _("Edit"),
    "submit": _("Submit"),
    "take": _("Take into edit"),
    "approve": _("Mark as ready"),
    "return": _("Send back"),
    "assign": _("Assign"),
    "release": _("Release"),
    "schedule": _("Schedule"),
    "unschedule": _("Cancel schedule"),
    "correct": _("Correct"),
    "refile": _("Refile"),
    "embargo": _("Move embargo"),
    "hold": _("Hold"),
    "lift": _("Lift hold"),
    "kill": _("Kill"),
}

SEVERITY_LABELS: dict[Severity, object] = {
    "block": _("Stops the release"),
    "warn": _("Warns"),
    "off": _("Off"),
}

_CHECKS: dict[str, object] = {
    "headline-missing": _("The story has no headline."),
    "headline-long": _("The headline has %(found)s characters; 64 is the limit for most clients."),
    "alert-long": _("The alert has %(found)s characters; 100 is the limit."),
    "alert-source-missing": _("The alert does not say where the news is from."),
    "language-missing": _("The story has no language."),
    "language-unknown": _("“%(found)s” is not one of our languages."),
    "language-differs": _("The text seems to be in another language: %(found)s."),
    "placeholder": _("A placeholder is left in the text: %(found)s."),
    "embargo-past": _("The embargo ends in the past."),
    "embargo-moved": _("An embargo is in force on the wire. Only the duty chief may move or end it."),
    "embargo-of-original": _(
        "The original is under embargo until %(found)s. A translation needs the same or a later one."
    ),
    "expiry-past": _("The story has already expired."),
    "prepared": _("This is prepared copy. Make sure that what it says has happened."),
    "test-public": _("A test can never go to the public site: set “on the public site” to no."),
    "body-missing": _("The story has no text."),
    "dateline-missing": _("The dateline has no place."),
    "subject-missing": _("No section and no subject: most products will not match this story."),
    "nothing-changed": _("Nothing has changed since the last release."),
    "picture-missing": _("A picture story needs a picture."),
    "picture-killed": _("A picture or video of this story was killed and may not be used again."),
    "caption-missing": _("The picture has no caption."),
    "credit-missing": _("The picture has no credit."),
    "alt-missing": _("The picture has no alternative text and will not appear on the public site."),
    "rights-missing": _("Nothing says how the picture may be used."),
    "country-unknown": _("A restriction names a country that does not exist: %(found)s."),
    "restrictions-contradict": _("A country is both allowed and excluded."),
    "picture-not-public": _("No picture of this story may be on the web: the public site shows it without one."),
    "picture-expired": _("The right to use a picture has ended. It does not go along."),
    "picture-expires-first": _("The right to use a picture ends before the story's: %(found)s."),
    "numbers-differ": _("The headline and the text give different numbers: %(found)s."),
    "name-spelled-twice": _("A name is spelled in two ways: %(found)s."),
    "word-doubled": _("A word stands twice: %(found)s."),
    "marks-unbalanced": _("A quotation mark or bracket has no counterpart: %(found)s."),
    "quotes-mixed": _("Quotation marks of different kinds are mixed: %(found)s."),
    "near-duplicate": _("Another story has nearly the same text: %(found)s."),
    "summary-long": _("The web version is longer than the public site takes: %(found)s."),
    "summary-quote": _("The web version cuts or changes a quotation: %(found)s."),
    "summary-unfounded": _("The web version has numbers or names that are not in the story: %(found)s."),
}

CHECK_LABELS: dict[str, object] = {
    "headline-missing": _("No headline"),
    "headline-long": _("Headline over 64 characters"),
    "alert-long": _("Alert over 100 characters"),
    "alert-source-missing": _("Alert without a source"),
    "language-missing": _("No language"),
    "language-unknown": _("Language not ours"),
    "language-differs": _("Text in another language"),
    "placeholder": _("Placeholder left"),
    "embargo-past": _("Embargo in the past"),
    "embargo-moved": _("Embargo in force moved"),
    "embargo-of-original": _("Embargo earlier than the original's"),
    "expiry-past": _("Already expired"),
    "prepared": _("Prepared copy"),
    "test-public": _("Test on the public site"),
    "body-missing": _("No text"),
    "dateline-missing": _("No dateline"),
    "subject-missing": _("No subject"),
    "nothing-changed": _("Nothing changed"),
    "picture-killed": _("Killed picture or video"),
    "picture-missing": _("No picture"),
    "caption-missing": _("Picture without caption"),
    "credit-missing": _("Picture without credit"),
    "alt-missing": _("Picture without alternative text"),
    "rights-missing": _("Picture without usage terms"),
    "country-unknown": _("Restriction on an unknown country"),
    "restrictions-contradict": _("Country allowed and excluded"),
    "picture-not-public": _("No picture for the public site"),
    "picture-expired": _("Right to a picture ended"),
    "picture-expires-first": _("Right to a picture ends first"),
    "numbers-differ": _("Different numbers in headline and text"),
    "name-spelled-twice": _("Name spelled in two ways"),
    "word-doubled": _("Word written twice"),
    "marks-unbalanced": _("Quotation marks or brackets unbalanced"),
    "quotes-mixed": _("Quotation marks mixed"),
    "near-duplicate": _("Too close to another story"),
    "summary-long": _("Web version too long"),
    "summary-quote": _("Web version cuts a quotation"),
    "summary-unfounded": _("Numbers or names only in the web version"),
}
"""What each check is called in the table of checks."""


def describe_check(check: Check) -> str:
    """The sentence for a finding, in the language of the screen."""
    return str(_CHECKS[check.code]) % {"found": check.found}


def describe_unconfirmed(word: str) -> str:
    """The sentence that refuses the release of prepared copy that nobody confirmed."""
    return gettext("This is prepared copy. To release it, type the word that is shown: %(word)s.") % {"word": word}


def describe_refusal(refusal: Refusal, stage: Stage, action: Action) -> str:
    """The sentence that says why a step is refused and what stands in the way."""
    words = {"action": str(ACTION_LABELS[action]), "stage": str(STAGE_LABELS[stage])}
    match refusal:
        case "stage":
            return gettext("“%(action)s” is not possible for a story at the stage “%(stage)s”.") % words
        case "role":
            return gettext("Your role does not allow “%(action)s” at the stage “%(stage)s”.") % words
        case "type":
            return gettext("Your role does not allow “%(action)s” for this type of story.") % words
        case "reason":
            return gettext("“%(action)s” needs a reason.") % words
        case "wording":
            return gettext("A kill needs the words that subscribers will read.")
        case "wrong-and-right":
            return gettext("A correction says what was wrong and what is right.")


_KILL: dict[str, str] = {
    "en": "KILL: please do not use the story “{headline}” and remove it from all services and archives.",
    "tr": "İPTAL: “{headline}” başlıklı haberi kullanmayınız, tüm mecralardan ve arşivlerden kaldırınız.",
    "ar": "إلغاء: يرجى عدم استخدام خبر «{headline}» وحذفه من جميع الخدمات والأرشيفات.",
    "ru": "АННУЛИРОВАНО: просим не использовать сообщение «{headline}» и удалить его из всех лент и архивов.",
    "fr": "ANNULATION : merci de ne pas utiliser « {headline} » et de retirer la dépêche de tous services et archives.",
    "es": "ANULACIÓN: no utilicen la noticia «{headline}» y retírenla de todos los servicios y archivos.",
    "bs": "POVLAČENJE: molimo ne koristite vijest “{headline}” i uklonite je iz svih servisa i arhiva.",
    "kmr": "BETAL: ji kerema xwe nûçeya “{headline}” bi kar neynin û wê ji hemû weşan û arşîvan rakin.",
    "ckb": "هەڵوەشاندنەوە: تکایە هەواڵی «{headline}» بەکار مەهێنن و لە هەموو خزمەتگوزاری و ئەرشیفەکان لایبەن.",
    "sq": "ANULIM: ju lutemi mos e përdorni lajmin “{headline}” dhe hiqeni nga të gjitha shërbimet dhe arkivat.",
    "fa": "ابطال: لطفاً از خبر «{headline}» استفاده نکنید و آن را از همه سرویس‌ها و آرشیوها حذف کنید.",
    "mk": "ПОВЛЕКУВАЊЕ: ве молиме не ја користете веста „{headline}“ и отстранете ја од сите сервиси и архиви.",
    "id": "PEMBATALAN: mohon tidak menggunakan berita “{headline}” dan menghapusnya dari semua layanan dan arsip.",
}


def kill_wording(language: str, headline: str) -> str:
    """The customary words of a kill in the story's language (English where we have none), for the editor to finish."""
    return _KILL.get(language, _KILL["en"]).format(headline=headline)


_SUBSTITUTE: dict[str, str] = {
    "en": "Use this story instead: “{headline}” ({guid}).",
    "tr": "Yerine şu haberi kullanın: “{headline}” ({guid}).",
    "ar": "استخدموا بدلا منه هذا الخبر: «{headline}» ({guid}).",
    "ru": "Вместо него используйте: «{headline}» ({guid}).",
    "fr": "Utilisez à la place : « {headline} » ({guid}).",
    "es": "Utilice en su lugar: «{headline}» ({guid}).",
    "bs": "Umjesto nje koristite: “{headline}” ({guid}).",
    "kmr": "Li şûna wê vê nûçeyê bi kar bînin: “{headline}” ({guid}).",
    "ckb": "لە جیاتی ئەوە ئەم هەواڵە بەکار بهێنن: «{headline}» ({guid}).",
    "sq": "Në vend të tij përdorni: “{headline}” ({guid}).",
    "fa": "به جای آن از این خبر استفاده کنید: «{headline}» ({guid}).",
    "mk": "Наместо неа користете: „{headline}“ ({guid}).",
    "id": "Gunakan berita ini sebagai gantinya: “{headline}” ({guid}).",
}


def substitute_wording(language: str, headline: str, guid: str) -> str:
    """The sentence of a kill that names the story to use instead (English where we have none)."""
    return _SUBSTITUTE.get(language, _SUBSTITUTE["en"]).format(headline=headline, guid=guid)


def check_codes() -> frozenset[str]:
    """The codes there are words for."""
    return frozenset(_CHECKS)
