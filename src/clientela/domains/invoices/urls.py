from django.urls import path

from clientela.domains.invoices import views

urlpatterns = [
    path("invoices/ageing/", views.owed, name="invoices-ageing"),
    path("invoices/<uuid:invoice_id>/electronic/<str:syntax>/", views.electronic, name="invoice-electronic"),
    path("invoices/<uuid:invoice_id>/issue/", views.issue, name="invoice-issue"),
    path("invoices/<uuid:invoice_id>/payments/", views.pay, name="invoice-payments"),
    path(
        "invoices/<uuid:invoice_id>/credits/<uuid:payment_id>/", views.use_credit, name="invoice-use-credit"
    ),
    path("invoices/<uuid:invoice_id>/credit/", views.credit, name="invoice-credit"),
    path("invoices/<uuid:invoice_id>/sending/", views.send, name="invoice-sending"),
    path("invoices/<uuid:invoice_id>/reminder/", views.remind, name="invoice-reminder"),
    path("orders/<uuid:order_id>/invoices/", views.from_order, name="order-invoices"),
    path("contracts/<uuid:contract_id>/invoices/", views.from_contract, name="contract-invoices"),
]
