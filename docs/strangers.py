#!/usr/bin/env python3
"""Floods a relay from an address that is not loopback, in one way after another, while a game of 16 players goes on through it, and prints
what that cost the players and the relay as a Markdown table.

    mvn -DskipTests package && python3 docs/strangers.py wsr-examples/target/wsr/bin [flood ...]

The relay has its default limits. The players are wsrbench's, who come from loopback; the strangers are two threads of a process of their own, in
Python, at lower priority since both share this machine, and come from this machine's own network address, so that limits per address hold for
them. Needs Linux and a network address besides loopback."""
import base64
import json
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

SECONDS = 8
PING, CONTINUATION, TEXT, BINARY = 9, 0, 1, 2


def own_address():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.connect(('192.0.2.1', 9))  # sends nothing; only chooses the way
        return s.getsockname()[0]


def random_text(length):
    return base64.urlsafe_b64encode(os.urandom(length)).decode().rstrip('=')


def random_tag():
    return ''.join(random.choice('abcdefghijklmnopqrstuvwxyz234567') for _ in range(26))


def frame(opcode, payload, final=True):
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b'\xfe' + struct.pack('>H', len(payload))
    return bytes([(0x80 if final else 0) | opcode]) + length + b'\0\0\0\0' + payload  # a mask of zeros


def message(**fields):
    return frame(TEXT, json.dumps(fields).encode())


def an_open():
    return message(type='open', tunnel=random_text(16), epoch=str(random.getrandbits(60)), proof=random_text(32), sideProof=random_text(32))


def a_registration():
    return message(type='register', publicKey=random_text(32), admissionKey=random_text(32), epoch=str(random.getrandbits(60)),
                   signature=random_text(64), targets=[0], instance=random_text(16))


class Strangers:
    """What one thread of strangers does until its time is over; 'count' has what it tried and what it was answered."""
    def __init__(self, address, port, end):
        self.address, self.port, self.end, self.count = address, port, end, {}

    def tell(self, what, times=1):
        self.count[what] = self.count.get(what, 0) + times

    def dial(self):
        self.tell('tried')
        s = socket.create_connection((self.address, self.port), 0.5, source_address=(self.address, 0))
        s.settimeout(0.5)
        return s

    def upgraded(self, role='connect', tag=None):
        """A WebSocket, or None where there is an answer but no upgrade."""
        s = self.dial()
        s.sendall((f'GET /wsr/v1/{role}/{tag or random_tag()} HTTP/1.1\r\nHost: {self.address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                   f'Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n'
                   'Sec-WebSocket-Protocol: wsr.v1\r\n\r\n').encode())
        status = s.recv(4096)[9:12].decode(errors='replace')
        self.tell(status or 'closed')
        if status != '101':
            s.close()
            return None
        return s

    def until_the_end(self, once):
        held = []
        while time.monotonic() < self.end:
            try:
                s = once()
                if s is not None:
                    held.append(s)
            except OSError as e:
                self.tell(type(e).__name__)
            while len(held) > 1500:
                held.pop(0).close()

    def silence(self):
        self.until_the_end(self.dial)

    def churn(self):
        def once():
            s = self.dial()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))  # ends with a reset
            s.close()
        self.until_the_end(once)

    def slow_heads(self):
        held = []

        def once():
            if len(held) < 500:
                s = self.dial()
                s.sendall(b'GET /wsr/v1/connect/')
                held.append(s)
            for s in list(held):
                try:
                    s.sendall(b'a')
                except OSError:
                    held.remove(s)
                    self.tell('cut off')
        self.until_the_end(once)

    def garbage(self):
        def once():
            with self.dial() as s:
                s.sendall(os.urandom(2000))
                s.recv(100)
        self.until_the_end(once)

    def handshakes(self):
        self.until_the_end(self.upgraded)

    def answered(self, role, said):
        def once():
            s = self.upgraded(role)
            if s is not None:
                with s:
                    s.sendall(said())
                    heard = b''
                    while (chunk := s.recv(4096)):
                        heard += chunk
                        for word in (b'waiting', b'refused', b'registered'):
                            if word in heard:
                                self.tell(word.decode())
                                return
        self.until_the_end(once)

    def registrations(self):
        self.answered('expose', a_registration)

    def guesses(self):
        self.answered('connect', an_open)

    def flood(self, first, burst, frames):
        def once():
            s = self.upgraded()
            if s is None:
                time.sleep(0.05)
                return
            with s:
                s.sendall(an_open() + first)
                while time.monotonic() < self.end:
                    s.sendall(burst)
                    self.tell('frames', frames)
        self.until_the_end(once)

    def pings(self):
        self.flood(b'', frame(PING, b'x' * 100) * 200, 200)

    def control_messages(self):
        self.flood(b'', message(type='ping', t='1') * 200, 200)

    def fragments(self):
        self.flood(frame(BINARY, b'\1' * 1000, final=False), frame(CONTINUATION, b'y' * 1000, final=False) * 50, 50)

    def small_fragments(self):
        self.flood(frame(BINARY, b'\1', final=False), frame(CONTINUATION, b'y', final=False) * 500, 500)

    def datagrams(self):
        self.flood(b'', frame(BINARY, bytes.fromhex('01000100') + b'z' * 1000) * 100, 100)

    def new_flows(self):
        """A player with the right ID who scans: each datagram to his connector is from another port."""
        def once():
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.sendto(b'scan', ('127.0.0.1', self.port))
            self.tell('tried')
            return s
        self.until_the_end(once)


FLOODS = ['silence', 'churn', 'slow_heads', 'garbage', 'handshakes', 'registrations', 'guesses', 'pings', 'control_messages', 'fragments',
          'small_fragments', 'datagrams', 'new_flows']


class Programs:
    def __init__(self, commands):
        self.commands, self.dir, self.started = commands, tempfile.mkdtemp(), []

    def start(self, command, *args, until):
        out = os.path.join(self.dir, f'{command}-{len(self.started)}.txt')
        with open(out, 'w', encoding='utf-8') as file:
            process = subprocess.Popen([os.path.join(self.commands, command), *args], stdout=file, stderr=file, stdin=subprocess.DEVNULL)
        self.started.append(process)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with open(out, encoding='utf-8') as file:
                found = re.search(until, file.read())
            if found:
                return process, found.group(1)
            time.sleep(0.05)
        raise SystemExit(f'{out}: nothing like {until}')

    def close(self):
        for process in reversed(self.started):
            process.kill()
            process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


def cost(process):
    """Descriptors, and megabytes of memory."""
    with open(f'/proc/{process.pid}/status', encoding='utf-8') as file:
        resident = int(re.search(r'VmRSS:\s+(\d+)', file.read()).group(1)) // 1024
    return len(os.listdir(f'/proc/{process.pid}/fd')), resident


def game(commands, relay):
    """Starts a game through the relay; its figures come with the end."""
    return subprocess.Popen([os.path.join(commands, 'wsrbench'), relay, '--only', 'game', '--players', '16', '--hz', '60', '--size', '64-512',
                             '--seconds', '5', '--warmup', '2', '--json'], stdout=subprocess.PIPE, text=True)


def figures(playing):
    measured = next(m for m in json.loads(playing.communicate(timeout=90)[0])['measurements'] if m['route'] == 'tunnel')
    times = measured['roundTripMicros']
    return measured['sent'] - measured['returned'], [times[p] / 1000 for p in ('p50', 'p99', 'max')]


def row(times):
    return ' / '.join(f'{t:.1f}' for t in times)


def child(name, address, port):
    end = time.monotonic() + SECONDS
    all_of_them = [Strangers(address, port, end) for _ in range(2)]
    threads = [threading.Thread(target=getattr(s, name)) for s in all_of_them]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = {}
    for strangers in all_of_them:
        for what, times in strangers.count.items():
            total[what] = total.get(what, 0) + times
    print(', '.join(f'{times:,} {what}' for what, times in sorted(total.items(), key=lambda item: -item[1])))


def main(commands, *floods):
    address, programs = own_address(), Programs(commands)
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        port = s.getsockname()[1]
    echo = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    echo.bind(('127.0.0.1', 0))
    try:
        relay, _ = programs.start('wsrserve', str(port), until=r'(listening)')
        _, server_id = programs.start('wsrexpose', '--state-dir', programs.dir, '0', f'{address}:{port}', str(echo.getsockname()[1]), until=r'Server ID: (\S+)')
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(('127.0.0.1', 0))
            local = s.getsockname()[1]
        programs.start('wsrconnect', '--state-dir', programs.dir, str(local), f'{address}:{port}', server_id, until=r'(open): ')
        figures(game(commands, f'127.0.0.1:{port}'))  # so that the relay is warm
        _, before = figures(game(commands, f'127.0.0.1:{port}'))
        print(f'| flood | strangers, in {SECONDS} s | lost | p50 / p99 / max (ms) | descriptors before, most, after | MB after |')
        print('|---|---|---:|---:|---:|---:|')
        print(f'| none | | 0 | {row(before)} | | {cost(relay)[1]} |', flush=True)
        for name in floods or FLOODS:
            idle, _ = cost(relay)
            playing = game(commands, f'127.0.0.1:{port}')
            time.sleep(2.5)  # it is warming up
            at = local if name == 'new_flows' else port
            strangers = subprocess.Popen(['nice', '-n', '10', sys.executable, __file__, '--child', name, address, str(at)], stdout=subprocess.PIPE, text=True)
            most = 0
            while strangers.poll() is None:
                most = max(most, cost(relay)[0])
                time.sleep(0.2)
            over = time.monotonic()
            lost, during = figures(playing)
            time.sleep(max(0, over + 12 - time.monotonic()))  # the longest limit is 10 s
            after, resident = cost(relay)
            print(f'| {name.replace("_", " ")} | {strangers.stdout.read().strip()} | {lost} | {row(during)} | {idle}, {most}, {after} '
                  f'| {resident} |', flush=True)
    finally:
        programs.close()
        echo.close()


if __name__ == '__main__':
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    if sys.argv[1] == '--child':
        child(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main(*sys.argv[1:])
