// Runs at CloudFront before an answer of the site is sent: the page for what is not there carries a mark from its
// upload, and is answered as not found.
function handler(event) {
  var response = event.response;
  if (response.headers['x-amz-meta-status']) {
    response.statusCode = 404;
    response.statusDescription = 'Not Found';
    delete response.headers['x-amz-meta-status'];
  }
  return response;
}
