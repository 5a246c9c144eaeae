#!/usr/bin/env python3
"""Strikes the built command lines with faults while four clients play through them, and prints how long they heard nothing.

    mvn package && python3 docs/outages.py wsr-examples/target/wsr/bin [rounds]

Each round of each case starts a relay, an exposer and a connector, lets the clients play for some seconds, strikes, and waits until all
are answered again. A client sends 50 numbered datagrams a second from one port; the server echoes them and notes the source ports it sees.
"silence" is the longest time in which a client heard nothing, less the time for which the fault itself lasted.
Needs Linux and, to reset connections with ss -K, root."""
import os
import re
import select
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PLAYERS = 4


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class EchoServer(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.bind(('127.0.0.1', 0))
        self.port, self.sources = self.s.getsockname()[1], set()
        self.start()

    def run(self):
        while True:
            try:
                data, source = self.s.recvfrom(2048)
                self.sources.add(source)
                self.s.sendto(data, source)
            except ConnectionError:
                pass
            except OSError:
                return


class Player(threading.Thread):
    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.playing, self.heard = port, True, []
        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.setblocking(False)
        self.start()

    def run(self):
        number = 0
        while self.playing:
            try:
                self.s.sendto(number.to_bytes(8, 'big'), ('127.0.0.1', self.port))
            except OSError:
                pass
            number += 1
            until = time.monotonic() + 0.02
            while (left := until - time.monotonic()) > 0:
                if select.select([self.s], [], [], left)[0]:
                    try:
                        self.s.recv(2048)
                        self.heard.append(time.monotonic())
                    except OSError:
                        pass

    def silence(self, since):
        times = [since - 0.02] + [t for t in self.heard if t > since]
        return max((b - a for a, b in zip(times, times[1:])), default=float('inf'))


class Proxy(threading.Thread):
    """Passes TCP on; what is to go in a direction that is closed waits in it, as on a path that loses everything."""
    def __init__(self, target):
        super().__init__(daemon=True)
        self.target, self.up, self.down, self.pairs = target, True, True, []
        self.listening = socket.create_server(('127.0.0.1', 0))
        self.port = self.listening.getsockname()[1]
        self.start()

    def run(self):
        while True:
            try:
                side, _ = self.listening.accept()
                relay = socket.create_connection(('127.0.0.1', self.target))
            except OSError:
                return
            for a, b, way in ((side, relay, 'up'), (relay, side, 'down')):
                a.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self.pump, args=(a, b, way), daemon=True).start()

    def pump(self, a, b, way):
        try:
            while True:
                while not getattr(self, way):
                    time.sleep(0.005)
                if select.select([a], [], [], 0.05)[0]:
                    data = a.recv(65536)
                    while not getattr(self, way):
                        time.sleep(0.005)
                    if not data:
                        break
                    b.sendall(data)
        except OSError:
            pass
        for s in (a, b):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Game:
    def __init__(self, commands, proxied=None):
        self.commands, self.dir, self.started = commands, tempfile.mkdtemp(), []
        self.server = EchoServer()
        self.relay_port = free_port()
        self.relay = self.start_relay()
        self.proxy = Proxy(self.relay_port)
        ports = {role: self.proxy.port if role == proxied else self.relay_port for role in ('exposer', 'connector')}
        self.exposer, out = self.run('wsrexpose', '--state-dir', self.dir, '0', f'127.0.0.1:{ports["exposer"]}', str(self.server.port))
        server_id = self.wait(out, r'Server ID: (\S+)')
        local = free_port(socket.SOCK_DGRAM)
        self.connector, out = self.run('wsrconnect', '--state-dir', self.dir, str(local), f'127.0.0.1:{ports["connector"]}', server_id)
        self.wait(out, r'(open): ')
        self.players = [Player(local) for _ in range(PLAYERS)]

    def run(self, command, *args):
        out = os.path.join(self.dir, f'{command}-{len(self.started)}.txt')
        with open(out, 'w', encoding='utf-8') as file:
            process = subprocess.Popen([os.path.join(self.commands, command), *args], stdout=file, stderr=file, stdin=subprocess.DEVNULL)
        self.started.append(process)
        return process, out

    def start_relay(self):
        process, out = self.run('wsrserve', str(self.relay_port))
        self.wait(out, r'(listen\w*)')
        return process

    @staticmethod
    def wait(out, pattern, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with open(out, encoding='utf-8') as file:
                found = re.search(pattern, file.read())
            if found:
                return found.group(1)
            time.sleep(0.02)
        raise SystemExit(f'{out}: nothing like {pattern}')

    def connections(self, process):
        lines = subprocess.run(['ss', '-tnpH', f'dport = :{self.relay_port}'], capture_output=True, text=True, check=True).stdout.splitlines()
        return [line.split()[3] for line in lines if f'pid={process.pid},' in line]

    def close(self):
        for player in self.players:
            player.playing = False
        for process in self.started:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        self.server.s.close()
        self.proxy.listening.close()
        shutil.rmtree(self.dir, ignore_errors=True)


def kill_relay(game):
    game.relay.kill()
    game.relay.wait()
    time.sleep(1)
    game.relay = game.start_relay()


def stop_relay(game):
    game.relay.terminate()
    game.relay.wait()
    game.relay = game.start_relay()


def reset(role):
    def strike(game):
        for local in game.connections(getattr(game, role)):
            subprocess.run(['ss', '-K', 'sport', '=', ':' + local.rsplit(':', 1)[1], 'dport', '=', f':{game.relay_port}'],
                           stdout=subprocess.DEVNULL, check=True)
    return strike


def pause(role, seconds):
    def strike(game):
        process = getattr(game, role)
        process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        process.send_signal(signal.SIGCONT)
    return strike


def black_hole(ways, seconds):
    def strike(game):
        for way in ways:
            setattr(game.proxy, way, False)
        time.sleep(seconds)
        for way in ways:
            setattr(game.proxy, way, True)
    return strike


CASES = [
    ('relay killed (kill -9), started again 1 s later', kill_relay, None),
    ('relay stopped (SIGTERM) and started again', stop_relay, None),
    ("exposer's connection reset", reset('exposer'), None),
    ("connector's connection reset", reset('connector'), None),
    ('relay paused for 10 s (SIGSTOP)', pause('relay', 10), None),
    ('exposer paused for 8 s', pause('exposer', 8), None),
    ('connector paused for 8 s', pause('connector', 8), None),
    ('black hole from the exposer to the relay, 10 s', black_hole(['up'], 10), 'exposer'),
    ('black hole from the relay to the exposer, 10 s', black_hole(['down'], 10), 'exposer'),
    ('black hole both ways at the exposer, 10 s', black_hole(['up', 'down'], 10), 'exposer'),
    ('black hole from the connector to the relay, 10 s', black_hole(['up'], 10), 'connector'),
    ('black hole from the relay to the connector, 10 s', black_hole(['down'], 10), 'connector'),
    ('black hole both ways at the connector, 20 s', black_hole(['up', 'down'], 20), 'connector'),
]


def play(commands, strike, proxied):
    game = Game(commands, proxied)
    try:
        time.sleep(3)
        before = time.monotonic()
        strike(game)
        back = time.monotonic()
        until = back + 40
        while time.monotonic() < until and not all(p.heard and p.heard[-1] > back + 0.2 for p in game.players):
            time.sleep(0.05)
        time.sleep(2)
        silence = max(p.silence(before) for p in game.players)
        alive = all(time.monotonic() - p.heard[-1] < 1 for p in game.players)
        return silence - (back - before), len(game.server.sources), alive
    finally:
        game.close()


def main():
    commands, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    wanted = sys.argv[3] if len(sys.argv) > 3 else ''
    print('| Fault | silence beyond the fault, median | longest | source ports of 4 |\n|---|---|---|---|', flush=True)
    for name, strike, proxied in CASES:
        if wanted not in name:
            continue
        results = [play(commands, strike, proxied) for _ in range(rounds)]
        silences = [max(0, silence) for silence, _, _ in results]
        ports = max(count for _, count, _ in results)
        dead = sum(not alive for _, _, alive in results)
        note = f', {dead} games dead' if dead else ''
        print(f'| {name} | {statistics.median(silences):.2f} s | {max(silences):.2f} s | {ports}{note} |', flush=True)


main()
