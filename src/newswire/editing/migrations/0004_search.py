"""Full text over what the desk has: functions that fold, and indexes over the words of stories, plans and pictures."""

from django.db import migrations

# As query/fold.py: I of every kind is i, no tatweel, no accents or vowel signs, ς is σ and ß is ss. The functions name no
# other function of ours, because PostgreSQL builds indexes with a search path that would not find it.
_FOLD = r"""
regexp_replace(
  regexp_replace(
    normalize(replace(translate(
      lower(normalize(translate({text}, U&'\0130I\0131\0640\200C', 'iii'), NFKD)),
      U&'\03C2\0131', U&'\03C3i'), U&'\00DF', 'ss'), NFKD),
    U&'[\0300-\036F\0610-\061A\064B-\065F\0670\06D6-\06DC]', '', 'g'),
  '[^[:alnum:]]+', ' ', 'g')
"""
_TEXT = (
    "left(regexp_replace(" + " || ' ' || ".join(f"coalesce(${n}, '')" for n in range(1, 7)) + ", '<[^>]*>', ' ', 'g'),"
    " 200000)"
)
WORDS = f"""
CREATE FUNCTION newswire_words(text, text, text, text, text, text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT to_tsvector('simple', {_FOLD.format(text=_TEXT)}) $$;
"""
QUERY = f"""
CREATE FUNCTION newswire_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsquery('simple', string_agg(word, ' & ' ORDER BY number) || ':*')
  FROM regexp_split_to_table({_FOLD.format(text="$1")}, ' ') WITH ORDINALITY AS words (word, number) WHERE word <> ''
$$;
"""
INDEXES = """
CREATE INDEX editing_story_words ON editing_story USING gin (
  newswire_words(headline, slugline, guid, body, sources, editor_note || ' ' || public_note));
CREATE INDEX planning_event_words ON planning_event USING gin (newswire_words(title, place, details, '', '', ''));
CREATE INDEX planning_coverage_words ON planning_coverage USING gin (
  newswire_words(slugline, about, note, '', '', ''));
CREATE INDEX media_picture_words ON media_picture USING gin (newswire_words(title, caption, credit, '', '', ''));
"""
BACK = """
DROP INDEX editing_story_words;
DROP INDEX planning_event_words;
DROP INDEX planning_coverage_words;
DROP INDEX media_picture_words;
DROP FUNCTION newswire_query(text);
DROP FUNCTION newswire_words(text, text, text, text, text, text);
"""


class Migration(migrations.Migration):
    """Functions and indexes that Django's models do not need to know."""

    dependencies = [("editing", "0003_monitor"), ("planning", "0001_initial"), ("media", "0001_initial")]
    operations = [migrations.RunSQL([WORDS, QUERY, INDEXES], [BACK])]
