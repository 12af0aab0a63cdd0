from tests.portal.newsroom import *
def test_q(client, reader, desk, stranger):
    g=desk.release("a")
    r=client.get("/portal/", follow=True); print(r.status_code, r.content.decode())
    r=client.get(f"/portal/story/{reader.number}/{g}"); print(r.status_code, r.content.decode())
    r=client.get(f"/portal/wire/{stranger.number}/"); print(r.status_code, r.content.decode())
    r=client.get("/contact?lang=ar"); print(r.status_code, r.content.decode())
    r=client.get("/portal/login/"); print(r.status_code, r.content.decode())
