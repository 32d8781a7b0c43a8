"""Reading gzip and Zstandard files as streams that say when they are cut off."""

from __future__ import annotations

import io
import zlib
from typing import Any, BinaryIO, Final, Protocol, TypeAlias

import zstandard

Stream: TypeAlias = "io.BufferedReader[Any]"
GZIP: Final = b"\x1f\x8b"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
# A bomb unpacks to at most this from one step of gzip; of Zstandard, whose steps have no limit, small pieces are fed.
_STEP: Final = 2**18
_FED: Final = 2**14


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def decompress(self, data: bytes, /) -> bytes:
        return self._inner.decompress(data, _STEP)


class Unpacked(io.RawIOBase):
    """The content of a gzip or Zstandard stream of one or more members.

    All that can be unpacked is given first; then a stream that ends inside a member raises EOFError, a damaged one OSError.
    """

    def __init__(self, raw: BinaryIO, magic: bytes) -> None:
        self._raw = raw
        self._gzip = magic == GZIP
        self._member: _Unpacker | None = None
        self._packed = b""
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._ready:
            if not self._packed:
                self._packed = self._raw.read(_FED)
                if not self._packed and self._member is None:
                    return 0
                ended = not self._packed
            else:
                ended = False
            self._ready = self._step()
            if ended and not self._ready and self._member is not None:
                raise EOFError("the compressed file ends too early")
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _step(self) -> bytes:
        if self._member is None:
            if self._gzip and not (packed := self._packed.lstrip(b"\0")):  # some writers pad with zeros
                self._packed = packed
                return b""
            self._member = _Gzip() if self._gzip else zstandard.ZstdDecompressor().decompressobj()
        member = self._member
        try:
            data = member.decompress(self._packed)
        except (zlib.error, zstandard.ZstdError) as error:
            raise OSError(f"damaged: {error}") from error
        if member.eof:
            self._packed, self._member = member.unused_data, None
        else:
            self._packed = member.unconsumed_tail
        return data


def unpacked(stream: Stream) -> Stream:
    """The stream itself, or its content where it begins as gzip or Zstandard does."""
    head = stream.peek(4)[:4]
    for magic in (GZIP, ZSTD):
        if head.startswith(magic):
            return io.BufferedReader(Unpacked(stream, magic), 2**17)
    return stream
