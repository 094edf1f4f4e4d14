"""verse keys."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from api.arguments import Subparsers
from api.settings import load_settings
from api.signin.users import Role

if TYPE_CHECKING:
    from api.signin.keys import Keys


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    keys = commands.add_parser("keys", help="make, list and revoke API keys").add_subparsers(metavar="ACTION", required=True)
    create = keys.add_parser("create", help="make a key; it is printed once and kept nowhere")
    create.add_argument("name", help="whose key it is")
    create.add_argument("--role", type=Role, choices=list(Role), default=Role.READER, help="what it may do (reader)")
    create.set_defaults(run=_create)
    listed = keys.add_parser("list", help="list the keys, never their secrets")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_list)
    revoke = keys.add_parser("revoke", help="end a key at once")
    revoke.add_argument("key", help="its id or its name")
    revoke.set_defaults(run=_revoke)


@contextmanager
def _keys() -> "Iterator[Keys]":
    from api.signin.keys import Keys
    from api.signin.secret import load_secret
    from api.store.store import open_store

    settings = load_settings()
    with open_store(settings.database_url) as store:
        yield Keys(store, load_secret(settings))


def _create(arguments: argparse.Namespace) -> int:
    with _keys() as keys:
        print(keys.create(arguments.name, arguments.role))
    print("Keep it now: it cannot be shown again.", file=sys.stderr)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with _keys() as keys:
        rows = [
            {
                "id": key.id,
                "name": key.name,
                "role": key.role,
                "made": key.made.isoformat(),
                "revoked": key.revoked and key.revoked.isoformat(),
            }
            for key in keys.list()
        ]
    if arguments.json:
        print(json.dumps({"keys": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['id']}  {row['role']:<8}  {row['name']}" + (f"  (revoked {row['revoked']})" if row["revoked"] else ""))
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    with _keys() as keys:
        revoked = keys.revoke(arguments.key)
    print(f"Revoked {revoked.id} ({revoked.name}).")
    return 0
