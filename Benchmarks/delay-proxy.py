#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright (c) 2026 The msctl authors
"""Forwards TCP connections and delays every byte, as a longer way to the server would.

usage: delay-proxy.py HOST PORT ROUND_TRIP_MS

Prints the port that it listens on. TLS goes through untouched. A new connection waits one round trip first, which is
what making it takes; both directions then wait half a round trip. Bandwidth is not limited.
"""
import asyncio
import sys


async def pump(reader, writer, delay):
    loop = asyncio.get_running_loop()
    pieces = asyncio.Queue()

    async def read():
        while piece := await reader.read(65536):
            pieces.put_nowait((loop.time() + delay, piece))
        pieces.put_nowait((loop.time() + delay, b""))

    async def write():
        while True:
            due, piece = await pieces.get()
            if (wait := due - loop.time()) > 0:
                await asyncio.sleep(wait)
            if not piece:
                writer.close()
                return
            writer.write(piece)
            await writer.drain()

    tasks = [asyncio.create_task(read()), asyncio.create_task(write())]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    if any(task.exception() for task in done):
        for task in tasks:
            task.cancel()
        writer.close()


async def main():
    host, port, round_trip = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]) / 1000

    async def serve(reader, writer):
        await asyncio.sleep(round_trip)
        try:
            back_reader, back_writer = await asyncio.open_connection(host, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            pump(reader, back_writer, round_trip / 2), pump(back_reader, writer, round_trip / 2)
        )

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    pass
