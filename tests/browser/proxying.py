"""Debian's nginx with a configuration of the documentation, on ports of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.serving import free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def nginx(server_block: str, upstream: str, folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Its addresses, with TLS and without, by a name that the tests' browser knows."""
    secure, plain = free_port(), free_port()
    certificate, key = _self_signed(folder, name)
    block = re.sub(r"listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;", server_block)
    block = block.replace("server {", f"server {{ listen 127.0.0.1:{plain};", 1)
    block = re.sub(r"ssl_certificate .*;", f"ssl_certificate {certificate};", block)
    block = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {key};", block)
    block = block.replace("127.0.0.1:7860", urlsplit(upstream).netloc)
    temporary = "".join(
        f"{one}_temp_path {folder / one};"
        for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    log = folder / "error.log"
    file = folder / "nginx.conf"
    file.write_text(
        f"{user} daemon off; master_process off; pid {folder / 'pid'}; error_log {log};\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{block}\n}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(  # noqa: S603  # Debian's own
        [str(NGINX), "-p", str(folder), "-c", str(file), "-e", str(log)],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while not (folder / "pid").exists():
            if process.poll() is not None:
                raise RuntimeError(process.communicate()[1] + log.read_text(encoding="utf-8"))
            time.sleep(0.02)
        yield f"https://{name}:{secure}", f"http://{name}:{plain}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _self_signed(folder: Path, name: str) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split()
    )
    subprocess.run(  # noqa: S603  # Debian's own
        [*command, "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return certificate, key
