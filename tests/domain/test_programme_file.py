"""Vera writes a programme file: it is read whole, or refused with one clear line. Source: design 4."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.domain.criteria import Criterion
from app.domain.programme import Distributor, Incentive, Programme, Reward
from app.service.programme_file import ProgrammeError, read_programme
from app.service.yaml_faults import fault_of

WHOLE = """\
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, language: de, timezone: Europe/Berlin, country: DE,
         currency: EUR, brand: {colour: "#0B6E4F", logo: logo.png}}
settings: {group_size: 3, auto_release: true, offer_window_hours: {hot: 4}, mandatory: [company, contact_route],
           unworked_cap_by_level: {gold: 9}, points: {won: 70, missed: -15, multiplier: {cold: 4}},
           digest_time: "08:00"}
people:
  - {email: Vera@Nordlicht.example, name: Vera Vogt, role: channel_manager, territory: ["8", "01"]}
  - {email: max@nordlicht.example, name: Max Maurer, role: management}
  - {email: quentin@agentur.example, name: Quentin, role: qualifier, agency: Agentur Q}
  - {email: dora@distri.example, name: Dora, role: distributor_sales, distributor: distri, resellers: [rolf-it]}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, level: gold, postcode: 01067, distributor: distri,
     attributes: {regions: [01, "80"], products: [arm], languages: [de, no], past_conversion: 0.25, certified: true},
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: de}]}
  - {slug: rita, name: Rita AG, country: CH, postcode: "8001", attributes: {}}
criteria:
  - {name: Region, kind: must, lead: postcode, partner: regions, match: prefix}
  - {name: Level, kind: counts, weight: 20, partner: level, match: rank, order: [silver, gold]}
  - {name: Near, kind: counts, weight: 10, lead: postcode, partner: postcode, match: distance, km: 50}
  - {name: Closing, kind: counts, weight: 10, partner: past_conversion, match: at_least, least: 0.2}
materials: [{product: arm, title: Preisliste, file: prices.pdf}, {title: Überblick, file: prices.pdf}]
incentives: [{product: arm, level: gold, commission_percent: 8, bonus: 500}]
accounts: accounts.csv
rewards: [{title: MDF 500, points: 400}]
distributors: [{slug: distri, name: Distri AG}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("logo.png", "prices.pdf", "accounts.csv"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def read(text: str, folder: Path | None = None) -> Programme:
    return read_programme(text, "programme.yaml", folder)


def refusal(text: str, folder: Path | None = None) -> str:
    with pytest.raises(ProgrammeError) as caught:
        read(text, folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_whole_file_is_read(folder: Path) -> None:
    programme = read(WHOLE, folder)

    assert programme.warnings == ()
    assert (programme.vendor.slug, programme.vendor.brand.colour) == ("nordlicht", "#0b6e4f")
    assert [(person.email, person.role) for person in programme.people] == [
        ("vera@nordlicht.example", "channel_manager"),
        ("max@nordlicht.example", "management"),
        ("quentin@agentur.example", "qualifier"),
        ("dora@distri.example", "distributor_sales"),
    ]
    assert programme.people[3].resellers == ("rolf-it",)
    assert programme.criteria[1] == Criterion("Level", "counts", "rank", "level", None, 20, ("silver", "gold"))
    assert [material.product for material in programme.materials] == ["arm", None]
    assert programme.incentives == (Incentive("arm", "gold", 8, None, 500),)
    assert programme.rewards == (Reward("MDF 500", 400),)
    assert programme.accounts == "accounts.csv"
    assert programme.distributors == (Distributor("distri", "Distri AG"),)


def test_a_criterion_has_one_title_for_all_or_one_for_each_language(folder: Path) -> None:
    words = WHOLE.replace("name: Region,", "name: Region, title: {de: Gebiet, en: Area},")
    region, level = read(words.replace("name: Level,", "name: Level, title: Stufe,"), folder).criteria[:2]

    assert [region.title_in(language) for language in ("de", "en", "fr")] == ["Gebiet", "Area", "Region"]
    assert [level.title_in(language) for language in ("de", "en")] == ["Stufe", "Stufe"]


def test_settings_are_laid_over_the_defaults() -> None:
    settings = read(WHOLE).settings

    assert (settings.group_size, settings.auto_release, settings.unworked_cap) == (3, True, 5)
    assert settings.offer_window_hours == {"hot": 4, "warm": 24, "cold": 48}
    assert settings.mandatory == ("company", "contact_route")
    assert (settings.points.won, settings.points.missed, settings.points.quoted) == (70, -15, 10)
    assert settings.points.multiplier == {"hot": 1, "warm": 2, "cold": 4}
    assert settings.cap("gold") == 9
    assert settings.digest_time == "08:00"


def test_postcodes_keep_their_zero_and_norwegian_is_not_false() -> None:
    """YAML 1.1 reads 01067 as the octal number 567 and ``no`` as false: seen so with ``yaml.safe_load``."""
    rolf = read(WHOLE).resellers[0]

    assert rolf.postcode == "01067"
    assert rolf.attributes["regions"] == ["01", "80"]
    assert rolf.attributes["languages"] == ["de", "no"]
    assert rolf.attributes["past_conversion"] == 0.25
    assert rolf.attributes["certified"] is True


def test_a_reseller_without_a_country_is_in_the_vendors() -> None:
    assert [reseller.country for reseller in read(WHOLE).resellers] == ["DE", "CH"]


def test_a_vendor_alone_is_a_programme() -> None:
    programme = read("vendor: {slug: nordlicht, name: Nordlicht}")

    assert (programme.people, programme.resellers, programme.criteria) == ((), (), ())
    assert programme.settings.group_size == 5


def test_an_anchor_that_nothing_repeats_does_no_harm() -> None:
    assert read(WHOLE.replace("name: Rita AG", "name: &rita Rita AG")).resellers[1].name == "Rita AG"


def test_a_missing_logo_is_a_warning_and_a_missing_material_an_error(folder: Path) -> None:
    (folder / "logo.png").unlink()
    assert read(WHOLE, folder).warnings == (
        "programme.yaml:2: vendor.brand.logo: no file 'logo.png' here, mails go without it",
    )

    (folder / "prices.pdf").unlink()
    assert "materials[0].file: found 'prices.pdf', expected the name of a file in" in refusal(WHOLE, folder)


@pytest.mark.parametrize(
    ("instead_of", "written", "line"),
    [
        ("group_size", "group_sise", "3:12: settings.group_sise: unknown key 'group_sise'; did you mean 'group_size'?"),
        ("vendor:", "vendro:", "1:1: vendro: unknown key 'vendro'; did you mean 'vendor'?"),
        ("max@nordlicht", "VERA@nordlicht", "8:13: people[1].email: 'vera@nordlicht.example' stands in line 7"),
        ("rolf@rolf-it", "max@nordlicht", "14:23: resellers[0].people[0].email: 'max@nordlicht.example' stands in"),
        ("slug: rita", "slug: rolf-it", "15:12: resellers[1].slug: 'rolf-it' stands in line 12 already"),
        ("lead: postcode", "lead: zip", "17:38: criteria[0].lead: found 'zip', expected a field of a lead"),
        ("partner: regions", "partner: region", "criteria[0].partner: found 'region', expected an attribute that some"),
        ("partner: regions", "partner: region", "did you mean 'regions'?"),
        ("match: prefix", "match: prefixes", "criteria[0].match: found 'prefixes', expected one of prefix, in,"),
        ("kind: must", "kind: should", "criteria[0].kind: found 'should', expected one of must, counts"),
        ("weight: 20, ", "", "criteria[1]: the key 'weight' is missing; a criterion that counts needs its full points"),
        (", km: 50", "", "criteria[2]: the key 'km' is missing; the match 'distance' needs it"),
        ("name: Region,", "name: Region, title: {de: Ort, it: Posto},", "criteria[0].title.it: unknown key 'it'"),
        ("name: Region,", "name: Region, title: [Ort],", "criteria[0].title: found a list, expected a text, or one"),
        (", order: [silver, gold]", "", "criteria[1]: the key 'order' is missing; the match 'rank' needs it"),
        (", least: 0.2", "", "criteria[3]: the key 'least' is missing; the match 'at_least' needs it"),
        ("[silver, gold]}", "[a, b]}", "criteria[1].partner: no reseller has a 'level' that rank can read, so"),
        ("[silver, gold]}", "[gold], least: tin}", "criteria[1].least: found 'tin', expected one of gold"),
        ("weight: 20, ", "weight: 0, ", "criteria[1].weight: found '0', expected more: a criterion that counts needs"),
        ("least: 0.2}", "least: 0.3}", "criteria[3].partner: no reseller's 'past_conversion' is 0.3 or more, so"),
        ("match: rank, order: [silver, gold]", "match: rank, order: [silver, gold, tin], least: tin",
         "criteria[1].partner: no reseller's 'level' is 'tin' or more, so nobody can ever meet this"),
        ("lead: postcode, partner: postcode", "lead: city, partner: postcode", "criteria[2].lead: found 'city', exp"),
        ("lead: postcode, partner: regions, match: prefix", "lead: product, partner: regions, match: range",
         "criteria[0].lead: found 'product', expected a field that holds a number: expected_volume,"),
        ("lead: postcode, partner: regions, match: prefix", "lead: temperature, partner: products, match: in",
         "criteria[0].partner: no reseller's 'products' is one of hot, warm, cold, so nobody can ever meet this"),
        ("past_conversion: 0.25", "past_conversion: high", "no reseller has a 'past_conversion' that at_least can"),
        ("role: management", "role: boss", "8:60: people[1].role: found 'boss', expected one of management, sales_dir"),
        ("role: sales_manager", "role: management", "people[0].role: found 'management', expected one of"),
        (", agency: Agentur Q", "", "9:5: people[2]: the key 'agency' is missing; a qualifier belongs to one"),
        ("territory:", "agency: A, territory:", "people[0]: the key 'agency' is for qualifier, not for a"),
        ("resellers: [rolf-it]", "resellers: [rolf]", "people[3].resellers[0]: found 'rolf', expected the slug of a"),
        ("Europe/Berlin", "Europe/Berlim", "vendor.timezone: found 'Europe/Berlim', expected a time zone such as"),
        ("country: DE", "country: Deutschland", "vendor.country: found 'Deutschland', expected a country of two"),
        ("currency: EUR", "currency: EURO", "vendor.currency: found 'EURO', expected a currency of three letters"),
        ("language: de, t", "language: deutsch, t", "vendor.language: found 'deutsch', expected a language of two"),
        ('"#0B6E4F"', '"green"', "vendor.brand.colour: found 'green', expected a colour such as"),
        ('"#0B6E4F"', "#0B6E4F", "3:9: cannot be read: what opens with '{' in line 2 does not go on here: a comma"),
        ("slug: nordlicht", "slug: Nord Licht", "vendor.slug: found 'Nord Licht', expected a slug: lower-case letters"),
        ("slug: nordlicht, ", "", "1:9: vendor: the key 'slug' is missing"),
        ("quentin@agentur.example", "quentin", "people[2].email: found 'quentin', expected a mail address such as"),
        ("group_size: 3", "group_size: three", "settings.group_size: found 'three', expected a whole number from 1 to"),
        ("group_size: 3", "group_size: 0", "settings.group_size: found '0', expected a whole number from 1 to 1000"),
        ("group_size: 3", "group_size: [3]", "settings.group_size: found a list, expected a whole number"),
        ("auto_release: true", "auto_release: maybe", "settings.auto_release: found 'maybe', expected true or false"),
        ("hot: 4", "tepid: 4", "settings.offer_window_hours.tepid: unknown key 'tepid'"),
        ("missed: -15", "missed: 15", "settings.points.missed: found '15', expected a whole number from -100000 to 0"),
        ('digest_time: "08:00"', "digest_time: 8 am", "settings.digest_time: found '8 am', expected a time such as"),
        ("[company,", "[firm,", "settings.mandatory[0]: found 'firm', expected a field of a lead, contact_route"),
        (
            "points: 400}]", "points: 400}, {title: mdf 500, points: 1}]",
            "rewards[1]: a reward 'mdf 500' stands above already, expected each title once",
        ),
        ("points: 400", "points: many", "rewards[0].points: found 'many', expected a whole number from 1"),
        ("commission_percent: 8", "commission_percent: 108", "incentives[0].commission_percent: found '108',"),
        ("title: Preisliste", "title: null", "materials[0].title: found nothing, expected a text"),
        ("name: Max Maurer", 'name: "Max\\r\\nBcc: eve@evil.example"', "people[1].name: found"),
        ("file: prices.pdf}]", "file: ../../etc/passwd}]", "expected a file name inside the programme's folder"),
        ("file: prices.pdf}]", "file: /etc/passwd}]", "expected a file name inside the programme's folder"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(instead_of: str, written: str, line: str) -> None:
    assert instead_of in WHOLE

    said = refusal(WHOLE.replace(instead_of, written, 1))

    assert said.startswith("programme.yaml:")
    assert line in said


SIZED = WHOLE.replace("certified: true}", "certified: true, projects: [0, 50000]}").replace(
    "kind: must, lead: postcode, partner: regions, match: prefix",
    "kind: must, lead: expected_volume, partner: projects, match: range",
)


def test_a_range_from_more_to_less_is_warned_of_and_where_all_are_it_is_refused() -> None:
    turned = "projects: [50000, 0]"
    both = SIZED.replace("attributes: {}", f"attributes: {{{turned}}}")

    assert read(SIZED).warnings == ()
    (warning,) = read(both).warnings
    assert "resellers[1].attributes.projects: from 50000 to 0 fits no lead, the smaller number comes first" in warning
    assert "no reseller has a 'projects' that range can read" in refusal(SIZED.replace("projects: [0, 50000]", turned))


def test_a_demand_for_past_wins_keeps_newcomers_out_and_is_warned_of() -> None:
    demanding = WHOLE.replace("{name: Closing, kind: counts, weight: 10,", "{name: Closing, kind: must,")

    assert (
        read(demanding).warnings[0].startswith("programme.yaml:20: criteria[3]: a partner that has never taken a lead")
    )


def test_what_is_worked_out_of_a_partner_needs_no_attribute_in_the_file() -> None:
    worked_out = "{name: Tongue, kind: must, lead: language, partner: languages, match: in}"

    assert read(WHOLE.replace("criteria:", f"criteria:\n  - {worked_out}")).criteria[0].partner == "languages"
    assert read(WHOLE.replace(", past_conversion: 0.25", "")).criteria[3].partner == "past_conversion"


WIDER = WHOLE.replace(
    "group_size: 3", "group_size: 3, widening: [{Near: {km: 100}}, {Near: {km: 400}, Region: counts}]"
)


def test_each_round_may_ask_for_less() -> None:
    assert read(WIDER).settings.widening == ({"Near": {"km": 100.0}}, {"Near": {"km": 400.0}, "Region": "counts"})


@pytest.mark.parametrize(
    ("instead_of", "written", "line"),
    [
        ("{Near: {km: 100}}", "{Nah: {km: 100}}", "settings.widening[0].Nah: found 'Nah', expected the name of a"),
        (
            "km: 100",
            "km: 50",
            "settings.widening[0].Near.km: found '50', expected more than the 50 km of the first round",
        ),
        ("km: 100", "least: 3", "settings.widening[0].Near.least: 'Near' is matched by distance, which has no 'least'"),
        ("Region: counts", "Region: must", "settings.widening[1].Region: found 'must', expected counts, or a mapping"),
        ("Region: counts", "Level: counts", "settings.widening[1].Level: 'Level' only counts already"),
        (
            "Region: counts",
            "Level: {least: tin}",
            "settings.widening[1].Level.least: found 'tin', expected one of silver",
        ),
    ],
)
def test_a_slip_in_widening_is_told_with_its_place(instead_of: str, written: str, line: str) -> None:
    assert line in refusal(WIDER.replace(instead_of, written, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: found an empty file, expected a programme"),
        ("- a", "1:1: found a list, expected a mapping of keys to values"),
        ("vendor: {slug: a, slug: b}", "1:19: vendor: the key 'slug' stands here twice"),
        ("vendor: {slug: a", "2:1: cannot be read: what opens with '{' in line 1 does not go on here: a comma between"),
        ("people: [a, b\nvendor: {}", "2:7: cannot be read: what opens with '[' in line 1 does not go on here"),
        ("vendor:\n\t- x", "2:1: cannot be read: a tab stands here, indent with spaces"),
        ("vendor:\n  slug: a\n\tname: b", "3:1: cannot be read: a tab stands here, indent with spaces"),
        ("vendor:\n  name: Muster: Metall", "2:15: cannot be read: a colon stands where none may be: put a text with"),
        ("vendor:\n    slug: a\n  name: b", "3:3: cannot be read: this does not go on with the lines above: begin"),
        ("people:\n  - a\n  b: c", "3:3: cannot be read: the list of line 2 goes on without '- '"),
        ("vendor:\n  slug: 'a\n  name: b", "2:9: cannot be read: the quote that opens here is never closed"),
        ('vendor: {name: "C:\\Users"}', "1:21: cannot be read: a backslash in double quotes is a sign of its own"),
        ("vendor: {name: @home}", "1:16: cannot be read: a text that begins with '@' needs quotes"),
        ("vendor: {name: !!!a}", "cannot be read: "),
        ("vendor: {brand: {colour: #0B6E4F}}", "2:1: cannot be read: a value is missing, or # has begun a comment"),
        ("vendor: {slug: a, name: b}\n---\nvendor: {}", "2:1: cannot be read: a second document begins here"),
        ("vendor: \x00", "found a character that YAML forbids"),
        ("a: &x [1]\nvendor: *x", "2:9: aliases (*name) are not read"),
        ("[" * 10_000, "1:21: nested deeper than 20 levels"),
        ("? {a: b}\n: c", "expected a key that is a text"),
        ("vendor: !!python/object/apply:os.system [ls]", "1:9: vendor: found a list, expected a mapping"),
        ("x" * 5_000_001, "found 5,000,001 characters, expected at most 5,000,000"),
    ],
)  # fmt: skip
def test_what_is_no_programme_is_told_too(text: str, said: str) -> None:
    assert said in refusal(text)


def test_the_slow_parser_is_put_into_the_same_words() -> None:
    """Where PyYAML was installed without its C part, its messages differ; the words for people do not."""
    for text in ("vendor: {slug: a", "vendor:\n  slug: 'a\n", "vendor:\n\t- x", "a: @b", "a: b\n---\nc: d"):
        said = []
        for loader in (yaml.SafeLoader, yaml.CSafeLoader):
            with pytest.raises(yaml.MarkedYAMLError) as caught:
                yaml.compose(text, Loader=loader)
            said.append(fault_of(caught.value, text)[2])
        assert said[0] == said[1]


def test_ten_lines_cannot_become_gigabytes() -> None:
    """The last of these lists would have 10**9 entries."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 9)]

    assert "aliases" in refusal("\n".join(lines))


@given(st.data())
def test_no_damage_brings_anything_but_a_programme_or_one_line(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(start + 40, len(WHOLE))))
    damaged = WHOLE[:start] + data.draw(st.text(max_size=10)) + WHOLE[end:]

    assert re.fullmatch(r"programme\.yaml:\d+:\d+: .+", outcome(damaged) or "programme.yaml:1:1: read")


def outcome(text: str) -> str | None:
    """Return the one line of a refusal, or None when the text is read."""
    try:
        read(text)
    except ProgrammeError as error:
        return str(error)
    return None
