"""A file layer whose power can be taken away: what was not synced is then lost, in part or whole, in any order."""

import os
import random

from store.disk import FileLayer

SECTOR = 512


class PowerCut(BaseException):
    """The lights went out."""


class PowerLayer(FileLayer):
    """The real files, with a memory of what the disk surely holds; `cut_after` operations the power goes."""

    def __init__(self, boot=0, cut_after=None):
        self.boots = boot
        self.left = cut_after
        self.is_cut = False
        self.inodes = {}
        self.synced = {}
        self.waiting = {}
        self.names = {}
        self.waiting_names = []

    def boot(self):
        return self.boots.to_bytes(16, "little")

    def _tick(self):
        if self.is_cut:
            raise PowerCut
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.is_cut = True
                raise PowerCut

    def _know(self, descriptor):
        """Return the inode of an open file; what is met for the first time is on the disk as it is."""
        inode = os.fstat(descriptor).st_ino
        if inode not in self.synced:
            self.synced[inode] = self._content(descriptor)
            self.waiting[inode] = []
        return inode

    def _content(self, descriptor):
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)

    def open(self, path, flags):
        is_new = flags & os.O_CREAT and not os.path.exists(path)
        if is_new or flags & os.O_TRUNC:
            self._tick()
        if not is_new and not path.startswith("/dev") and os.path.exists(path):
            before = super().open(path, os.O_RDONLY)
            inode = self._know(before)
            self.names.setdefault(path, inode)
            if flags & os.O_TRUNC:
                self.waiting[inode].append((0, None))
            self.close(before)
        descriptor = super().open(path, flags)
        if is_new:
            inode = os.fstat(descriptor).st_ino
            self.synced[inode], self.waiting[inode] = b"", []
            self.waiting_names.append((path, inode, None))
        return descriptor

    def write(self, descriptor, data, offset):
        self._tick()
        self.waiting[self._know(descriptor)].append((offset, bytes(data)))
        super().write(descriptor, data, offset)

    def truncate(self, descriptor, length):
        self._tick()
        self.waiting[self._know(descriptor)].append((length, None))
        super().truncate(descriptor, length)

    def sync(self, descriptor):
        self._tick()
        inode = self._know(descriptor)
        self.synced[inode] = self._content(descriptor)
        self.waiting[inode].clear()

    def sync_folder(self, path):
        self._tick()
        for change in self.waiting_names:
            self._rename(self.names, change)
        self.waiting_names.clear()

    def replace(self, source, target):
        self._tick()
        self.waiting_names.append((target, os.stat(source).st_ino, source))
        super().replace(source, target)

    def remove(self, path):
        self._tick()
        if os.path.exists(path):
            self.waiting_names.append((path, None, None))
        super().remove(path)

    @staticmethod
    def _rename(names, change):
        target, inode, source = change
        if inode is None:
            names.pop(target, None)
        else:
            names[target] = inode
        if source is not None and names.get(source) == inode:
            names.pop(source, None)

    def _remains(self, inode, chance):
        """Return what the disk holds of a file: all that was synced, and of the rest what chance lets through."""
        content = bytearray(self.synced[inode])
        mode = chance.choice(("none", "all", "some", "some"))
        for offset, data in self.waiting[inode]:
            if mode == "none" or (mode == "some" and chance.random() < 0.4):
                continue
            if data is None:
                content[offset:] = bytes(max(0, offset - len(content)))
                continue
            place = 0
            while place < len(data):
                end = min(len(data), (offset + place) // SECTOR * SECTOR + SECTOR - offset)
                if mode == "all" or chance.random() < 0.7:
                    if len(content) < offset + place:
                        content.extend(bytes(offset + place - len(content)))
                    content[offset + place : offset + end] = data[place:end]
                place = end
        return bytes(content)

    def after_the_cut(self, folder, seed):
        """Leave in the folder what the disk holds, in the files' own inodes and with their times where they still are."""
        chance = random.Random(seed)
        names = dict(self.names)
        kept = [each for each in self.waiting_names if chance.random() < 0.7] if chance.random() < 0.5 else (
            self.waiting_names[: chance.randrange(len(self.waiting_names) + 1)])
        for change in kept:
            self._rename(names, change)
        held = {}
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            held[os.stat(path).st_ino] = path
        contents = {path: (inode, self._remains(inode, chance)) for path, inode in names.items()}
        for inode, path in held.items():
            os.rename(path, os.path.join(folder, f"held-{inode}"))
        for path, (inode, content) in contents.items():
            is_held = inode in held
            if held.pop(inode, None):
                os.rename(os.path.join(folder, f"held-{inode}"), path)
                times = os.stat(path)
            with open(path, "r+b" if is_held else "wb") as target:
                target.write(content)
                target.truncate()
            if is_held:
                os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        for name in os.listdir(folder):
            if name.startswith("held-"):
                os.unlink(os.path.join(folder, name))
