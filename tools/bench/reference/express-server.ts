import express, { type NextFunction, type Response } from 'express';
import { readPage, readProduct } from './product-source.ts';

/** The product routes as the least of a server: Express 5 and the native driver, no validation, no headers, no logs. */
const app = express();
app.get('/health/ready', (_request, response) => void response.json({ status: 'ok' }));
app.get('/v1/products', (request, response, next) => {
  answer(readPage(Number(request.query['limit'])), response, next);
});
app.get('/v1/products/:id', (request, response, next) => {
  answer(readProduct(request.params.id), response, next);
});
app.listen(Number(process.env['PORT']), '127.0.0.1');

function answer(body: Promise<object | null>, response: Response, next: NextFunction): void {
  body.then((found) => response.status(found === null ? 404 : 200).json(found), next);
}
