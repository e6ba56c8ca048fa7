"""The scripts of the pages: their types, their size, what is built of them, and that the site does without."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from tests.support.node import run_node

from clusterkb import assets
from clusterkb.web import Site, create_app

pytestmark = pytest.mark.slow  # it needs the packages of npm, which make test-fast does not install
WEB = assets.folder("web")
SOURCES = WEB / "src/js"
DIST = WEB / "dist"
READING = [
    "/en/",
    "/en/terms",
    "/en/rules",
    "/en/page/onto/HoldingInArticleSense",
    "/en/page/cluster/ulyanovsk-holding",
]
_MOST_LINES = 150
_MOST_BYTES = 6000  # compressed, of all scripts of one page to read


def types(project: Path) -> list[str]:
    """Return what the compiler has to say of a project."""
    said = run_node("node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false", "--project", project)
    faults = re.findall(r"error (TS\d+)", said.stdout)
    assert bool(faults) == bool(said.returncode), said.stdout + said.stderr
    return faults


def scripts_of(text: str) -> list[str]:
    return re.findall(r'<script type="module" src="/static/(\w+)\.js\?v=\w+"></script>', text)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundles as the sources make them now."""
    folder = tmp_path_factory.mktemp("dist")
    made = run_node("build.mjs", folder)
    assert (made.returncode, made.stderr) == (0, "")
    return folder


def test_the_scripts_have_sound_types() -> None:
    assert types(WEB) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("export const length = (name) => name.length;", "TS7006"),  # a parameter without a type
        ("export const first: string = [...document.title][0];", "TS2322"),  # there may be none
        ("export const of: { name?: string } = { name: undefined };", "TS2375"),  # left out is not undefined
        ("export const shown = document.body.nmae;", "TS2339"),  # a slip of the pen
    ],
)
def test_the_compiler_sees_a_fault(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "faulty.ts").write_text(line, encoding="utf-8")
    config = f'{{"extends": "{(WEB / "tsconfig.json").as_posix()}", "include": ["faulty.ts"]}}'
    (tmp_path / "tsconfig.json").write_text(config, encoding="utf-8")
    assert types(tmp_path) == [fault]


def test_all_that_is_built_is_what_the_sources_make_now(fresh: Path) -> None:
    made = {path.name: path.read_bytes() for path in fresh.iterdir()}
    assert {name for name in made if name.endswith(".js")} == {f"{path.stem}.js" for path in SOURCES.glob("*.ts")}
    assert {path.name: path.read_bytes() for path in DIST.glob("*")} == made, "Run: make front"


def test_no_script_is_long() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES.rglob("*.ts")}
    assert lengths
    assert [name for name, lines in lengths.items() if lines > _MOST_LINES] == []


def test_a_bundle_needs_no_other_file_and_no_other_host(fresh: Path) -> None:
    bundles = [path.read_text(encoding="utf-8") for path in fresh.glob("*.js")]
    assert bundles
    assert [found for text in bundles for found in re.findall(r"\bimport\b|\bexport\b|https?://|\beval\b", text)] == []


@pytest.mark.parametrize("address", READING)
def test_a_page_to_read_loads_little(site: Site, fresh: Path, address: str) -> None:
    names = scripts_of(create_app(site).test_client().get(address).text)
    assert "suggest" in names
    assert sum(len(gzip.compress((fresh / f"{name}.js").read_bytes())) for name in names) <= _MOST_BYTES


def test_a_page_loads_the_scripts_that_its_elements_ask_for_and_no_other(site: Site) -> None:
    client = create_app(site).test_client()
    assert scripts_of(client.get("/en/search").text) == ["suggest"]
    assert scripts_of(client.get("/en/page/cluster/ulyanovsk-holding").text) == ["copy", "suggest"]
    assert scripts_of(client.get("/en/rules").text) == ["filter", "suggest"]


def test_a_script_is_served_as_one_and_kept_for_ever(site: Site) -> None:
    client = create_app(site).test_client()
    found = re.search(r'src="(/static/suggest\.js\?v=\w+)"', client.get("/en/").text)
    assert found
    with client.get(found[1]) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.data == (DIST / "suggest.js").read_bytes()


def test_only_scripts_of_the_site_itself_may_run_and_only_it_may_be_asked(site: Site) -> None:
    policy = create_app(site).test_client().get("/en/").headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert (rules["default-src"], rules["script-src"], rules["connect-src"]) == ("'none'", "'self'", "'self'")


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own from which the site takes its templates, words, look and scripts."""
    made, folder = tmp_path / "web", assets.folder
    for part in ("templates", "locale", "src", "dist"):
        shutil.copytree(WEB / part, made / part)
    shutil.copy(WEB.parent / "CHANGELOG.md", tmp_path)
    monkeypatch.setattr(assets, "folder", lambda part: made if part == "web" else folder(part))
    return made


def test_without_bundles_the_site_serves_pages_without_scripts(site: Site, web: Path) -> None:
    shutil.rmtree(web / "dist")
    client = create_app(site).test_client()
    for address in READING:
        answer = client.get(address)
        assert answer.status_code == 200
        assert '<script type="module"' not in answer.text
    assert client.get("/static/suggest.js").status_code == 404


def test_a_changed_script_changes_the_addresses_of_all(site: Site, web: Path) -> None:
    before = create_app(site).test_client().get("/en/")
    (web / "dist/copy.js").write_text("// another", encoding="utf-8")
    after = create_app(site).test_client().get("/en/")
    assert before.headers["ETag"] != after.headers["ETag"]
    addresses = [re.findall(r"/static/suggest\.js\?v=\w+", answer.text) for answer in (before, after)]
    assert addresses[0] != addresses[1]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A checkout as the build of a wheel sees it, with next to nothing in it."""
    root = WEB.parent
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-data", "CHANGELOG.md", "src/clusterkb/version.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    for name in ("ontology", "shapes", "web/templates", "web/locale", "web/src"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("web/dist/\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("version", ["standard", "editable"])
def test_a_checkout_without_bundles_can_be_installed(small: Path, tmp_path: Path, version: str) -> None:
    (made,) = WheelBuilder(str(small)).build(directory=str(tmp_path / "out"), versions=[version])
    names = zipfile.ZipFile(made).namelist()
    assert [name for name in names if "dist/" in name] == []


def test_the_wheel_holds_the_bundles(small: Path, tmp_path: Path) -> None:
    (small / "web/dist").mkdir()
    (small / "web/dist/suggest.js").write_text("// it", encoding="utf-8")
    (made,) = WheelBuilder(str(small)).build(directory=str(tmp_path / "out"), versions=["standard"])
    names = zipfile.ZipFile(made).namelist()
    assert "clusterkb/_assets/web/dist/suggest.js" in names
    assert "clusterkb/version.py" in names


def test_the_lock_names_no_registry() -> None:
    lock = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock
