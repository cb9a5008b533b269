import { setTimeout as delay } from 'node:timers/promises';
import { page, type Handler, type TestWebScript } from '@sluice/testkit';
import { CONTROL_HOST, LATENCY_MS } from './phase-task.ts';

const website = page('<title>Somebody</title><p>Call 020 7946 0000</p>');
const tooMuch = page('too much', { status: 503, headers: { 'retry-after': '1' } });

/**
 * Any number of websites on one server. It answers as many requests at once as it has capacity for in its usual
 * time. With more it takes longer by the square of what is too much, so that it does less in all; twice as many
 * it refuses. `http://control.test/20` makes its capacity 20.
 */
const capacityWeb: TestWebScript = (web) => {
  let capacity = Infinity;
  let inWork = 0;
  const control: Handler = ({ url, response }) => {
    capacity = Number(url.pathname.slice(1));
    response.end();
  };
  const serve: Handler = async (exchange) => {
    if (inWork >= 2 * capacity) return tooMuch(exchange);
    inWork += 1;
    try {
      await delay(LATENCY_MS * Math.max(1, inWork / capacity) ** 2);
    } finally {
      inWork -= 1;
    }
    return website(exchange);
  };
  web.addSites((host) => ({ options: {}, find: () => (host === CONTROL_HOST ? control : serve) }));
};

export default capacityWeb;
