from django.http import HttpResponse
def page(request, shown): return HttpResponse("board")
