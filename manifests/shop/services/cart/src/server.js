// Cart keeps what a customer has put aside. Prices come from the catalog; a copy that is a little old will do.
import http from 'node:http';
import { priceOf } from './prices.js';

const port = Number(process.env.PORT ?? 8080);
const carts = new Map();
let ready = true;

const log = (level, message, more = {}) => console.log(JSON.stringify({ level, message, ...more }));

const send = (response, status, body) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, 'http://cart');
  if (url.pathname === '/livez') return send(response, 200, {});
  if (url.pathname === '/readyz') return send(response, ready ? 200 : 503, {});
  const [, version, name, customer, product] = url.pathname.split('/');
  if (version !== 'v1' || name !== 'cart' || !customer) return send(response, 404, { error: 'no such path' });
  const items = carts.get(customer) ?? [];
  if (request.method === 'PUT' && product) {
    items.push({ product, priceCents: await priceOf(product) });
    carts.set(customer, items);
  }
  send(response, 200, { customer, items });
});

server.listen(port, '::', () => log('info', 'listening', { port }));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    ready = false;
    log('info', 'stopping', { signal });
    server.close(() => process.exit(0));
    setTimeout(() => server.closeAllConnections(), 10_000).unref();
  });
}
