const catalog = process.env.CATALOG_URL;
const timeout = Number(process.env.CATALOG_TIMEOUT_MS ?? 200);
const known = new Map();

/** The price of a product in cents; the last known one when the catalog does not answer in time, else null. */
export async function priceOf(product) {
  try {
    const reply = await fetch(`${catalog}/v1/catalog/${product}`, { signal: AbortSignal.timeout(timeout) });
    if (reply.ok) known.set(product, (await reply.json()).priceCents);
  } catch (error) {
    console.log(JSON.stringify({ level: 'warning', message: 'catalog did not answer', error: String(error) }));
  }
  return known.get(product) ?? null;
}
