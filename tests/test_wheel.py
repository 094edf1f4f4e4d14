import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_carries_its_rooms_and_its_command_runs(tmp_path: Path, home: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(tmp_path.glob("chapter_and_verse-*.whl"))
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-I", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, cwd=tmp_path)
    site = next((tmp_path / "venv" / "lib").glob("python*")) / "site-packages"
    (site / "dependencies.pth").write_text(str(Path(__import__("pydantic").__file__).parent.parent))
    verse = [str(tmp_path / "venv" / "bin" / "verse"), "show", "wt-2026/167"]
    done = subprocess.run(verse, check=True, capture_output=True, text=True, cwd=tmp_path, env={"VERSE_HOME": str(home)})
    assert "Within one working day" in done.stdout
