"""Which sentences cannot stand without the one before them."""

import pytest

from newswire.enrichment.dependence import leans

LEANING = [
    ("en", "He said the ferry was late."),
    ("en", "In 2020 he left the port."),
    ("en", "“No,” she told reporters in Oslo."),
    ("en", "“We lost no crane,” he said."),
    ("en", "“He was a great captain,” Lind said."),
    ("en", "“We lost no crane.”"),
    ("en", "The port opens on Monday, he said."),
    ("en", "NORTHAVEN (X) -- She left the port."),
    ("en", "Those ships waited."),
    ("en", "As a result the ferry turned."),
    ("en", "The pier is safe, according to him."),
    ("tr", "Toplantının verimli geçtiğini belirtti."),
    ("tr", "Ankara’da görüştüklerini ifade etti."),
    ("tr", "“Liman açıldı.” diye konuştu."),
    ("tr", "Bunun üzerine liman kapandı."),
    ("tr", "Bu liman kapandı."),
    ("ru", "«Порт открыт», — сказал он."),
    ("ru", "По его словам, порт открыт."),
    ("ru", "Её судно вышло в море."),
    ("ru", "На следующий день он вышел в море."),
    ("bs", "Rekao je da je luka otvorena."),
    ("bs", "„Luka je otvorena“, rekla je ona."),
    ("ar", "وأضاف الوزير أن الميناء مفتوح."),
    ("ar", "وقال إن الميناء مفتوح."),
    ("ar", "هذه السفينة وصلت أمس."),
    ("fr", "« Nous rouvrons », a-t-il dit."),
    ("fr", "Elle a fermé le port."),
    ("fr", "Selon lui, le port est fermé."),
    ("fr", "En 2020, il a quitté le port."),
    ("kmr", "Wî got ku bender vekirî ye."),
    ("kmr", "Got ku bender vekirî ye."),
    ("ckb", "هەروەها بەندەرەکە کراوەیە."),
    ("sq", "Ai u nis në mesditë."),
    ("sq", "Tha se porti është i hapur."),
    ("fa", "وی افزود که بندر باز است."),
    ("fa", "به گفته وی بندر باز است."),
    ("mk", "Според него, пристаништето е отворено."),
    ("mk", "Додаде дека пристаништето е отворено."),
    ("id", "“Pelabuhan dibuka,” ujarnya."),
    ("id", "Pelabuhan dibuka, katanya."),
    ("es", "Él llegó tarde."),
    ("es", "Dijo que el puerto abre."),
    ("es", "El puerto abre el lunes, dijo."),
    ("en-GB", "She left."),
]
STANDING = [
    ("en", "“We lost no crane,” the master said."),
    ("en", "This week the port opened."),
    ("en", "In 2020 Orhan Vale said he would leave."),
    ("en", "The port said it would open."),
    ("en", "The harbour “Old Hole” is open."),
    ("tr", "Bakan Ada Demir toplantının verimli geçtiğini belirtti."),
    ("tr", "Yetkililer, limanın açıldığını belirtti."),
    ("tr", "Kaptan Orhan Vadi, “Liman açıldı.” dedi."),
    ("tr", "Bu sabah liman açıldı."),
    ("ru", "Порт открыт, сообщила администрация."),
    ("ru", "На этой неделе порт откроется."),
    ("bs", "Ove sedmice luka se otvara."),
    ("ar", "وقال الوزير إن الميناء مفتوح."),
    ("ar", "وصلت السفينة أمس."),
    ("fr", "La ministre a fermé le port."),
    ("fr", "Cette semaine, le port rouvre."),
    ("fr", "En 2020, le port a fermé."),
    ("kmr", "Kaptan got ku bender vekirî ye."),
    ("ckb", "کاپتن گوتی کە بەندەرەکە کراوەیە."),
    ("sq", "Kapiteni tha se porti është i hapur."),
    ("fa", "ناخدا گفت که بندر باز است."),
    ("mk", "Капетанот рече дека пристаништето е отворено."),
    ("id", "Kapten mengatakan pelabuhan dibuka."),
    ("es", "El ministro llegó tarde."),
    ("es", "Esta semana el puerto abre."),
    ("xx", "Anything stands in a language nobody knows."),
]


@pytest.mark.parametrize(("language", "text"), LEANING)
def test_who_or_what_was_named_before_is_missed(language: str, text: str) -> None:
    assert leans(text, language)


@pytest.mark.parametrize(("language", "text"), STANDING)
def test_a_sentence_that_names_its_people_stands(language: str, text: str) -> None:
    assert not leans(text, language)
