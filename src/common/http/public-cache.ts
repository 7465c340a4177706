/**
 * Cache-Control of what everybody may see: clients and CDNs may reuse it for five seconds, and for another
 * half a minute while they fetch it anew, so prices and stock on a page are never older than that.
 */
export const PUBLIC_CACHE = 'public, max-age=5, stale-while-revalidate=30';
