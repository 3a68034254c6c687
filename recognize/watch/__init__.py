"""The wall in a terminal: the smallest honest client of the public protocol (docs/protocol.md).

It asks as any other client would, over HTTP and a websocket, and knows nothing of the server's own modules.
"""
