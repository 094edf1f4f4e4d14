"""Which version of the product this is."""


def version() -> str:
    """The distribution's version."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return f"chapter-and-verse {installed('chapter-and-verse')}"
    except PackageNotFoundError:
        return "chapter-and-verse (not installed)"
