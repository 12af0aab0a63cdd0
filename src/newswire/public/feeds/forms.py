"""A feed's matter in each of the three forms, as bytes."""

from newswire.edition.shape import Story
from newswire.formats.atom import shape as atom
from newswire.formats.atom.writer import encode as encode_atom
from newswire.formats.jsonfeed import shape as jsonfeed
from newswire.formats.jsonfeed.writer import encode as encode_json
from newswire.formats.rss import shape as rss
from newswire.formats.rss.writer import encode as encode_rss
from newswire.item.vocabulary.mediatopics import MEDIATOPIC_URI
from newswire.item.vocabulary.sections import section_name
from newswire.public.addresses import front_path, story_path
from newswire.public.authors import list_authors
from newswire.public.feeds.addresses import FeedForm, feed_path, page_path
from newswire.public.feeds.matter import Matter, id_of, media_type_of, write_content
from newswire.public.policy.terms import LICENCE_PATH
from newswire.public.settings import SiteSettings

_ICON = "/favicon.svg"
_ABOUT = "about"


def write_feed(form: FeedForm, matter: Matter, settings: SiteSettings) -> bytes:
    """The feed in `form`."""
    return {"rss": _write_rss, "atom": _write_atom, "json": _write_json}[form](matter, settings)


def _write_rss(matter: Matter, settings: SiteSettings) -> bytes:
    base = settings.base_url
    channel = rss.Channel(
        title=matter.title,
        link=base + page_path(matter.place),
        self_link=base + feed_path(matter.place, "rss"),
        description=matter.description,
        language=matter.place.language,
        built_at=matter.updated_at,
        copyright=f"© {settings.name}",
        licence=base + LICENCE_PATH,
        items=tuple(_make_item(story, settings) for story in matter.stories),
        deleted=matter.deleted,
    )
    return encode_rss(channel)


def _make_item(story: Story, settings: SiteSettings) -> rss.Item:
    picture = story.picture
    return rss.Item(
        guid=id_of(story, settings),
        is_permalink=True,
        title=story.headline,
        link=settings.base_url + story_path(story),
        published_at=story.published_at,
        updated_at=story.updated_at,
        description=story.standfirst,
        content=write_content(story),
        creators=tuple(author.name for author in list_authors(story)),
        categories=(
            *(rss.Category(section_name(code, story.language)) for code in story.sections),
            *(rss.Category(topic.name, _scheme_of(topic.qcode)) for topic in story.subjects),
        ),
        picture=rss.Picture(
            url=f"{settings.base_url}/media/{picture.src}",
            media_type=media_type_of(picture),
            width=picture.width,
            height=picture.height,
            alt=picture.alt,
            caption=picture.caption,
            credit=picture.credit,
        )
        if picture
        else None,
    )


def _write_atom(matter: Matter, settings: SiteSettings) -> bytes:
    base = settings.base_url
    feed = atom.Feed(
        title=matter.title,
        subtitle=matter.description,
        link=base + page_path(matter.place),
        self_link=base + feed_path(matter.place, "atom"),
        language=matter.place.language,
        updated=matter.updated_at,
        author=atom.Person(settings.name, base + front_path(matter.place.language)),
        rights=f"© {settings.name}",
        licence=base + LICENCE_PATH,
        icon=base + _ICON,
        entries=tuple(_make_entry(story, settings) for story in matter.stories),
        deleted=matter.deleted,
    )
    return encode_atom(feed)


def _make_entry(story: Story, settings: SiteSettings) -> atom.Entry:
    base, picture = settings.base_url, story.picture
    sections = base + front_path(story.language)
    return atom.Entry(
        id=id_of(story, settings),
        title=story.headline,
        link=base + story_path(story),
        published=story.published_at,
        updated=story.updated_at,
        summary=story.standfirst,
        content=write_content(story),
        authors=tuple(atom.Person(one.name, base + one.path if one.path else "") for one in list_authors(story)),
        categories=(
            *(atom.Category(code, sections, section_name(code, story.language)) for code in story.sections),
            *(atom.Category(topic.qcode, _scheme_of(topic.qcode), topic.name) for topic in story.subjects),
        ),
        enclosure=atom.Enclosure(f"{base}/media/{picture.src}", media_type_of(picture), picture.alt)
        if picture
        else None,
    )


def _write_json(matter: Matter, settings: SiteSettings) -> bytes:
    base = settings.base_url
    withdrawn = tuple(jsonfeed.Withdrawn(one.ref, one.when, one.comment) for one in matter.deleted)
    feed = jsonfeed.Feed(
        title=matter.title,
        home_page_url=base + page_path(matter.place),
        feed_url=base + feed_path(matter.place, "json"),
        description=matter.description,
        icon=base + _ICON,
        authors=(jsonfeed.Author(settings.name, base + front_path(matter.place.language)),),
        language=matter.place.language,
        items=tuple(_make_json_item(story, settings) for story in matter.stories),
        extension=jsonfeed.Extension(
            f"{base}{front_path(matter.place.language)}{_ABOUT}", base + LICENCE_PATH, withdrawn
        ),
    )
    return encode_json(feed)


def _make_json_item(story: Story, settings: SiteSettings) -> jsonfeed.Item:
    base, picture = settings.base_url, story.picture
    image = f"{base}/media/{picture.src}" if picture else ""
    return jsonfeed.Item(
        id=id_of(story, settings),
        url=base + story_path(story),
        title=story.headline,
        content_html=write_content(story),
        summary=story.standfirst,
        image=image,
        date_published=story.published_at,
        date_modified=story.updated_at,
        authors=tuple(jsonfeed.Author(one.name, base + one.path if one.path else "") for one in list_authors(story)),
        tags=(
            *(section_name(code, story.language) for code in story.sections),
            *(topic.name for topic in story.subjects),
        ),
        language=story.language,
        attachments=(jsonfeed.Attachment(image, media_type_of(picture), picture.alt, picture.width, picture.height),)
        if picture
        else (),
    )


def _scheme_of(qcode: str) -> str:
    return MEDIATOPIC_URI if qcode.startswith("medtop:") else ""
