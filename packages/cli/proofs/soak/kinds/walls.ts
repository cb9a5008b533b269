import { page, status } from '@sluice/testkit';
import { homeIs, type SiteKind } from '../site-kind.ts';

const html = (title: string, body: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`;

/** Sites that serve something else in place of their home page. */
export const walls: readonly SiteKind[] = [
  homeIs(
    'bot-wall',
    html(
      'Just a moment...',
      '<p>Checking if the site connection is secure</p><script>window._cf_chl_opt={}</script>',
    ),
    'bot_wall',
  ),
  homeIs('bot-wall-403', status(403, { headers: { 'cf-mitigated': 'challenge' } }), 'bot_wall'),
  homeIs(
    'captcha',
    html(
      'Security check',
      '<p>Please verify you are a human</p><div class="h-captcha"></div><script src="https://js.hcaptcha.com/1/api.js"></script>',
    ),
    'captcha',
  ),
  homeIs(
    'login-wall',
    html('Sign in', '<form><input name="user"><input type="password" name="p"></form>'),
    'login_wall',
  ),
  homeIs(
    'cookies-required',
    html('A shop', '<p>Please enable cookies in your browser to continue.</p>'),
    'cookies_required',
  ),
  homeIs(
    'parked',
    html('A name', '<h1>A name</h1><p>This domain is for sale! Make an offer today.</p>'),
    'parked_domain',
  ),
  homeIs(
    'server-default',
    html('Welcome to nginx!', '<h1>Welcome to nginx!</h1>'),
    'parked_domain',
  ),
  homeIs('soft-404', html('404 - Page not found', '<p>Sorry.</p>'), 'soft_404'),
  homeIs(
    'maintenance',
    html('A firm', '<h1>Down for maintenance</h1><p>We will be back soon.</p>'),
    'maintenance',
  ),
  homeIs('empty', page(''), 'empty_page'),
  homeIs('empty-body', '<html><head></head><body> \n </body></html>', 'empty_page'),
];
