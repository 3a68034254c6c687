// node socketio.js PORT: what is POSTed goes to every socket.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer((request, response) => {
  if (request.method !== 'POST') return;
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    io.emit('e', Buffer.concat(chunks).toString());
    response.writeHead(204).end();
  });
});
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
http.listen(Number(process.argv[2]), '127.0.0.1');
