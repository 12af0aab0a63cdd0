"""Secrets are found by their words, however they are dressed; what a page rightly says is none."""

from newswire.delivery.website.secrets import Leak, Secrets, split_words

LONG = "The minister met the envoy twice in a boathouse north of the old harbour wall"


def _secrets(*texts: str, allowed: tuple[str, ...] = ()) -> Secrets:
    secrets = Secrets()
    for number, text in enumerate(texts):
        secrets.add(f"g{number}", "the full text", text)
    secrets.allow(allowed)
    secrets.close()
    return secrets


def test_seven_words_in_a_row_give_a_long_text_away() -> None:
    secrets = _secrets(LONG)
    found = secrets.find("They say the envoy twice in a boathouse north of town")
    assert found == [Leak("g0", "the full text", "the envoy twice in a boathouse north")]
    assert secrets.find("the envoy twice in a boathouse") == []


def test_capitals_quotation_marks_and_line_breaks_do_not_hide_it() -> None:
    assert _secrets(LONG).find("“THE Envoy: twice\n in – a boathouse, north» of")


def test_a_short_text_is_looked_for_whole_and_a_very_short_one_not_at_all() -> None:
    secrets = _secrets("Call the harbour master", "Not yet")
    assert [one.guid for one in secrets.find("please call the harbour master not yet")] == ["g0"]


def test_what_is_public_of_another_story_is_no_secret() -> None:
    assert _secrets(LONG, allowed=(LONG,)).find(LONG) == []
    assert len(_secrets(LONG, allowed=("The minister met the envoy twice in a garden",)).find(LONG)) == 1


def test_each_secret_is_told_once() -> None:
    assert len(_secrets(LONG, LONG.replace("minister", "king")).find(f"{LONG}. {LONG}")) == 1


def test_words_of_other_scripts_are_words() -> None:
    assert split_words("İzmir’de «ميناء» открыт_снова") == ["izmir", "de", "ميناء", "открыт", "снова"]
    assert _secrets("وقال الوزير إن الميناء سيفتح غدا صباحا").find("وقال الوزير إن الميناء سيفتح غدا صباحا")
