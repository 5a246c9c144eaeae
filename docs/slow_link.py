#!/usr/bin/env python3
"""Measures how old datagrams get on a slow link: players behind it, relay and host on its other side. A probe of 60 datagrams a second
of 100 bytes is sent alone, beside 1,200-byte datagrams of twice what the link takes, and alone again; over UDP alone and through this
relay. Prints a Markdown table.

    mvn -DskipTests package && sudo python3 docs/slow_link.py wsr-examples/target/wsr/bin [--millis 20] [--mbits 2] [--queue 62500] [--loss 0]
        [--offered 4] [--seconds 8]

The link is made of two network namespaces with a TUN device each, between which this program carries packets: at that rate and delay
each way, with that many bytes of queue, and that many percent of packets lost. --offered is in Mbit/s, if not twice the rate. The
namespaces take the system's net.ipv4.tcp_congestion_control. Needs Linux, root, iproute2 and Python 3.9."""
import argparse
import collections
import ctypes
import fcntl
import json
import os
import random
import re
import select
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

NEAR, FAR = f'wsr-near-{os.getpid()}', f'wsr-far-{os.getpid()}'
ADDRESSES = {NEAR: '10.77.0.1', FAR: '10.77.0.2'}
TUNSETIFF, TUN_WITHOUT_HEADER = 0x400454ca, 0x1001


def run(*words):
    subprocess.run(words, check=True)


def tun(namespace):
    """A device in that namespace, which this process then leaves again."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open('/proc/self/ns/net') as here, open(f'/run/netns/{namespace}') as there:
        if libc.setns(there.fileno(), 0):
            sys.exit(f'no namespace {namespace}: {os.strerror(ctypes.get_errno())}')
        device = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(device, TUNSETIFF, struct.pack('16sH', b'slow', TUN_WITHOUT_HEADER))
        libc.setns(here.fileno(), 0)
    for words in (f'addr add {ADDRESSES[namespace]}/24 dev slow', 'link set slow mtu 1500 up', 'link set lo up'):
        run('ip', '-n', namespace, *words.split())
    return device


class Direction:
    """Packets on their way from one device to the other."""

    def __init__(self, source, sink, link):
        self.source, self.sink, self.link = source, sink, link
        self.under_way = collections.deque()
        self.free = 0  # when the link has carried all that was taken

    def take(self):
        while True:
            try:
                packet = os.read(self.source, 2048)
            except BlockingIOError:
                return
            now, bytes_a_second = time.monotonic(), self.link.mbits * 125_000
            if (self.free - now) * bytes_a_second + len(packet) > self.link.queue or random.random() * 100 < self.link.loss:
                continue
            self.free = max(self.free, now) + len(packet) / bytes_a_second
            self.under_way.append((self.free + self.link.millis / 1000, packet))

    def give(self):
        while self.under_way and self.under_way[0][0] <= time.monotonic():
            os.write(self.sink, self.under_way.popleft()[1])


def carry(devices, link):
    ways = [Direction(*devices, link), Direction(*reversed(devices), link)]
    while True:
        due = min((way.under_way[0][0] for way in ways if way.under_way), default=float('inf'))
        ready, _, _ = select.select(devices, [], [], max(0, min(due - time.monotonic(), 1)))
        for way in ways:
            if way.source in ready:
                way.take()
            way.give()


def load(address, hertz, size, seconds):
    """Prints, as JSON, the round trips in ms of what was sent after the first half second, how much of it was lost, and what came back."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        host, port = address.split(':')
        s.connect((host, int(port)))
        s.setblocking(False)
        start, sent, counted, trips = time.monotonic(), 0, 0, []
        while (now := time.monotonic()) < start + seconds + 2:
            due = start + sent / hertz
            if due <= now < start + seconds:
                s.send(struct.pack('d', now) + bytes(size - 8))
                sent, counted = sent + 1, counted + (now > start + 0.5)
                continue
            until = due if due < start + seconds else start + seconds + 2
            if select.select([s], [], [], max(0, until - now))[0]:
                sent_at = struct.unpack_from('d', s.recv(2048))[0]
                if sent_at > start + 0.5:
                    trips.append((time.monotonic() - sent_at) * 1000)
    print(json.dumps({'trips': trips, 'lost': 100 * (1 - len(trips) / counted), 'mbits': len(trips) * size * 8e-6 / (seconds - 0.5)}))


def echo():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(('0.0.0.0', 9100))
        while True:
            datagram, sender = s.recvfrom(65536)
            s.sendto(datagram, sender)


class Lab:
    def __init__(self, programs, state):
        self.programs, self.state, self.processes = programs, state, []

    def start(self, namespace, *words, until=None):
        process = subprocess.Popen(['ip', 'netns', 'exec', namespace, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL, text=True)
        self.processes.append(process)
        for line in process.stdout if until else ():
            if found := re.search(until, line):
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return found[0]
        return until and sys.exit(f'{words[0]} ended without "{until}"')

    def tunnel(self):
        """The address at which players reach the server through this relay."""
        self.start(FAR, f'{self.programs}/wsrserve', 9101, until='listening')
        server = self.start(FAR, f'{self.programs}/wsrexpose', 0, 'ws://127.0.0.1:9101', 9100, '--state-dir', self.state, until='(?<=Server ID: ).*')
        self.start(NEAR, f'{self.programs}/wsrconnect', 7777, f'ws://{ADDRESSES[FAR]}:9101', server, until='open: ')
        return '127.0.0.1:7777'

    def load(self, address, hertz, size, seconds):
        return subprocess.Popen(['ip', 'netns', 'exec', NEAR, sys.executable, __file__, '--load', address, str(hertz), str(size), str(seconds)],
                                stdout=subprocess.PIPE, text=True)

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            process.wait()


def figures(process):
    found = json.loads(process.communicate()[0])
    trips = found['trips'] or [float('inf')]
    cuts = statistics.quantiles(trips, n=100, method='inclusive') if len(trips) > 1 else trips * 99
    return f'{cuts[49]:,.0f} / {cuts[98]:,.0f} ms', f"{found['lost']:.1f} %", f"{found['mbits']:.1f} Mbit/s"


def measure(name, lab, address, link):
    if name != 'UDP alone':
        lab.load(address, 60, 100, 4).wait()  # so that Java has compiled something
    before = figures(lab.load(address, 60, 100, 4))
    bulk = lab.load(address, (link.offered or 2 * link.mbits) * 125_000 / 1200, 1200, link.seconds + 3)
    time.sleep(2)
    probe, bulk = figures(lab.load(address, 60, 100, link.seconds - 1)), figures(bulk)
    after = figures(lab.load(address, 60, 100, 3))
    print(f'| {name} | {before[0]} | {probe[0]} | {probe[1]} | {bulk[2]}, {bulk[1]} | {after[0]} |', flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('programs')
    for option, default in (('millis', 20), ('mbits', 2), ('queue', 62_500), ('loss', 0), ('offered', None), ('seconds', 8)):
        parser.add_argument(f'--{option}', type=float, default=default)
    link = parser.parse_args()
    carrier = None
    try:
        for namespace in (NEAR, FAR):
            run('ip', 'netns', 'add', namespace)
        devices = [tun(NEAR), tun(FAR)]
        carrier = os.fork()
        if carrier == 0:
            carry(devices, link)
        with tempfile.TemporaryDirectory() as state:
            lab = Lab(link.programs, state)
            try:
                lab.start(FAR, sys.executable, __file__, '--echo')
                time.sleep(1)
                print('| | alone p50 / p99 | overloaded | lost | bulk back, lost | right after |\n|---|---:|---:|---:|---:|---:|')
                measure('UDP alone', lab, f'{ADDRESSES[FAR]}:9100', link)
                measure('this relay', lab, lab.tunnel(), link)
            finally:
                lab.stop()
    finally:
        if carrier:
            os.kill(carrier, signal.SIGKILL)
        for namespace in (NEAR, FAR):
            subprocess.run(['ip', 'netns', 'del', namespace], check=False)


if sys.argv[1:2] == ['--load']:
    load(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
elif sys.argv[1:2] == ['--echo']:
    echo()
else:
    main()
