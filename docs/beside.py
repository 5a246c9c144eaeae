#!/usr/bin/env python3
"""Measures game traffic through this relay beside UDP alone, beside a bare chain of three processes that only read and write, and
beside V2Ray's reverse proxy over WebSocket where it is installed, in turn on one machine, and prints the medians as a Markdown table.

    mvn -DskipTests package && python3 docs/beside.py wsr-examples/target/wsr/bin [rounds]

So it tells what of a round trip is this machine's: each has the same eight handlings, of which the bare chain does the least that
any tunnel of three processes can do. Needs Linux; gcc for the bare chain. V2Ray is Debian's package `v2ray`."""
import json
import os
import re
import select
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERTZ, SECONDS = 60, 5
BARE_CHAIN = r'''
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static struct sockaddr_in at(char *port) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return a;
}
static int connected(char *port, int type) {
  struct sockaddr_in a = at(port);
  int s = socket(AF_INET, type, 0), on = 1;
  if (connect(s, (void *)&a, sizeof a)) exit(1);
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return s;
}
static int bound(char *port, int type) {
  struct sockaddr_in a = at(port);
  int s = socket(AF_INET, type, 0), on = 1;
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(s, (void *)&a, sizeof a)) exit(1);
  return s;
}
static int accepted(int listener) {
  int on = 1, s = accept(listener, 0, 0);
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return s;
}
int main(int count, char **words) {  /* relay PORT | expose RELAY TARGET | connect LOCAL RELAY */
  struct pollfd ends[2] = {{.events = POLLIN}, {.events = POLLIN}};
  int local = -1;
  if (!strcmp(words[1], "relay")) {
    int listener = bound(words[2], SOCK_STREAM);
    listen(listener, 2);
    ends[0].fd = accepted(listener), ends[1].fd = accepted(listener);
  } else if (!strcmp(words[1], "expose")) {
    ends[0].fd = connected(words[2], SOCK_STREAM), ends[1].fd = connected(words[3], SOCK_DGRAM);
  } else {
    ends[0].fd = local = bound(words[2], SOCK_DGRAM), ends[1].fd = connected(words[3], SOCK_STREAM);
  }
  struct sockaddr_in client;
  socklen_t length = sizeof client;
  static char bytes[65536];
  while (poll(ends, 2, -1) > 0)
    for (int i = 0; i < 2; i++)
      if (ends[i].revents) {
        int from = ends[i].fd, to = ends[1 - i].fd;
        int n = from == local ? recvfrom(from, bytes, sizeof bytes, 0, (void *)&client, &length) : read(from, bytes, sizeof bytes);
        if (n <= 0) return 0;
        if (to == local) sendto(to, bytes, n, 0, (void *)&client, length);
        else if (write(to, bytes, n) < 0) return 1;
      }
}
'''


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Way:
    """A way that datagrams take to the echo: its processes, and the local UDP port where it begins."""
    def __init__(self, name, flows=(1, 32)):
        self.name, self.flows, self.processes, self.port = name, flows, [], free_port(socket.SOCK_DGRAM)

    def run(self, *words, until=None):
        process = subprocess.Popen([*map(str, words)], stdout=subprocess.PIPE if until else subprocess.DEVNULL,
                                   stderr=subprocess.STDOUT if until else None, text=True)
        self.processes.append(process)
        if not until:
            time.sleep(1)
            return None
        for line in process.stdout:
            found = re.search(until, line)
            if found:
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return found[0]
        sys.exit(f'{words[0]} ended without "{until}"')

    def cpu(self):
        ticks = 0
        for process in self.processes:
            with open(f'/proc/{process.pid}/stat') as stat:
                fields = stat.read().rsplit(')', 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf('SC_CLK_TCK')

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()


def udp_alone(target):
    way = Way('UDP alone')
    way.port = target
    return way


def bare_chain(target, folder):
    source, program, relay = f'{folder}/chain.c', f'{folder}/chain', free_port(socket.SOCK_STREAM)
    with open(source, 'w') as file:
        file.write(BARE_CHAIN)
    subprocess.run(['gcc', '-O2', '-o', program, source], check=True)
    way = Way('a bare chain over TCP', flows=(1,))  # it has no frames and no flows
    way.run(program, 'relay', relay)
    way.run(program, 'expose', relay, target)
    way.run(program, 'connect', way.port, relay)
    return way


def v2ray(target, folder):
    user, domain = 'b831381d-6324-4d53-ad4f-8cda48b30811', 'reverse.example'
    clients, bridges = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_STREAM)
    websocket = {'network': 'ws', 'wsSettings': {'path': '/tunnel'}}

    def inbound(tag, port):
        return {'tag': tag, 'port': port, 'listen': '127.0.0.1', 'protocol': 'vless', 'streamSettings': websocket,
                'settings': {'clients': [{'id': user}], 'decryption': 'none'}}

    def outbound(port):
        peer = {'address': '127.0.0.1', 'port': port, 'users': [{'id': user, 'encryption': 'none'}]}
        return {'tag': 'relay', 'protocol': 'vless', 'streamSettings': websocket, 'settings': {'vnext': [peer]}}

    def rule(to, **which):
        return {'type': 'field', 'outboundTag': to, **which}

    way = Way('V2Ray, reverse over WebSocket')
    roles = {
        'relay': {'reverse': {'portals': [{'tag': 'portal', 'domain': domain}]}, 'outbounds': [{'protocol': 'freedom'}],
                  'inbounds': [inbound('clients', clients), inbound('bridges', bridges)],
                  'routing': {'rules': [rule('portal', inboundTag=['clients', 'bridges'])]}},
        'expose': {'reverse': {'bridges': [{'tag': 'bridge', 'domain': domain}]},
                   'outbounds': [outbound(bridges), {'tag': 'target', 'protocol': 'freedom'}],
                   'routing': {'rules': [rule('relay', inboundTag=['bridge'], domain=[f'full:{domain}']), rule('target', inboundTag=['bridge'])]}},
        'connect': {'outbounds': [outbound(clients)],
                    'inbounds': [{'port': way.port, 'listen': '127.0.0.1', 'protocol': 'dokodemo-door',
                                  'settings': {'address': '127.0.0.1', 'port': target, 'network': 'udp'}}]}}
    for role, settings in roles.items():
        with open(f'{folder}/{role}.json', 'w') as file:
            json.dump({'log': {'loglevel': 'none'}, **settings}, file)
        way.run('v2ray', '-config', file.name)
    return way


def this_relay(target, folder, programs):
    relay, way = free_port(socket.SOCK_STREAM), Way('this relay')
    way.run(f'{programs}/wsrserve', relay, '--bind', '127.0.0.1', until='listening')
    server = way.run(f'{programs}/wsrexpose', 0, f'ws://127.0.0.1:{relay}', target, '--state-dir', folder, until='(?<=Server ID: ).*')
    way.run(f'{programs}/wsrconnect', way.port, f'ws://127.0.0.1:{relay}', server, until='open: ')
    return way


def play(port, flows, seconds, hertz=HERTZ):
    """Of 'flows' new clients that send 64 to 512 bytes each: the round trip of the first datagram of each, the round trips of all after
    the first second, both in microseconds and sorted, and how many datagrams did not come back."""
    sockets, poll = {}, select.epoll()
    for _ in range(flows):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.connect(('127.0.0.1', port))
        s.setblocking(False)
        poll.register(s, select.EPOLLIN)
        sockets[s.fileno()] = s
    turns, firsts, others, sent, received = list(sockets.values()), {}, [], 0, 0
    start = time.monotonic_ns()
    end = start + seconds * 1_000_000_000
    while (now := time.monotonic_ns()) < end + 500_000_000:
        due = start + sent * 1_000_000_000 // (hertz * flows)
        if due <= now < end:
            try:
                turns[sent % flows].send(struct.pack('q', time.monotonic_ns()) + bytes(56 + sent * 37 % 449))
            except ConnectionRefusedError:
                pass  # it counts as lost
            sent += 1
            continue
        for number, _ in poll.poll(max(0, (due if due < end else end + 500_000_000) - now) / 1e9):
            try:
                sent_at = struct.unpack_from('q', sockets[number].recv(2048))[0]
            except OSError:
                continue
            received += 1
            round_trip = (time.monotonic_ns() - sent_at) / 1000
            firsts.setdefault(number, round_trip)
            if sent_at > start + 1_000_000_000:
                others.append(round_trip)
    for s in turns:
        s.close()
    return sorted(firsts.values()), sorted(others), sent - received


def quantile(values, part):
    return values[int((len(values) - 1) * part)] if values else float('inf')


def main():
    programs, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    echo = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    echo.bind(('127.0.0.1', 0))
    if os.fork() == 0:
        os.closerange(0, 3)
        while True:
            datagram, sender = echo.recvfrom(65536)
            echo.sendto(datagram, sender)
    target, ways = echo.getsockname()[1], []
    with tempfile.TemporaryDirectory() as folder:
        try:
            ways.append(udp_alone(target))
            if shutil.which('gcc'):
                ways.append(bare_chain(target, folder))
            if shutil.which('v2ray'):
                ways.append(v2ray(target, folder))
            ways.append(this_relay(target, folder, programs))
            for way in ways:
                play(way.port, max(way.flows), 12, 400 if len(way.flows) > 1 else HERTZ)  # warms it up
            figures = {(way, flows): [] for way in ways for flows in way.flows}
            for _ in range(rounds):
                for way, flows in figures:
                    cpu = way.cpu()
                    firsts, others, lost = play(way.port, flows, SECONDS)
                    cost = (way.cpu() - cpu) * 1e6 / (HERTZ * flows * SECONDS)
                    figures[way, flows].append((quantile(others, 0.5), quantile(others, 0.99), quantile(firsts, 0.5), cost, lost))
        finally:
            for way in ways:
                way.stop()
            subprocess.run(['pkill', '-P', str(os.getpid())])
    print(f'\n| {HERTZ} datagrams a second of each flow | flows | RTT p50 µs | p99 µs | of the first datagrams | CPU µs for a round trip | lost |\n|---|---:|---:|---:|---:|---:|---:|')
    for (way, flows), rows in sorted(figures.items(), key=lambda entry: entry[0][1]):
        p50, p99, first, cost, lost = (statistics.median(column) for column in zip(*rows))
        print(f'| {way.name} | {flows} | {p50:,.0f} | {p99:,.0f} | {first:,.0f} | {cost:,.0f} | {lost:.0f} |')


main()
