from tests.screens.conftest import Browser


def test_list_shows(client: Browser) -> None:
    r = client.as_("ann").get("/companies/")
    assert r.status_code == 200
    print(r.content.decode())
    assert "Zakłady Łódź" in r.content.decode()
