def test_an_address_that_leads_nowhere_says_so_and_leads_on(page, barriers):
    page.goto("/no/such/page/")
    assert page.get_by_role("heading", level=1).inner_text() == "There is no such page"
    assert page.get_by_role("link", name="Go to your first page").get_attribute("href") == "/"
    assert barriers() == []
