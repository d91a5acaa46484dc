// Gateway routes the shop's public API to the services behind it.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// routes maps a path prefix to the environment variable that carries the address of the service behind it.
var routes = map[string]string{
	"/v1/catalog": "CATALOG_URL",
	"/v1/cart":    "CART_URL",
	"/v1/orders":  "ORDERS_URL",
}

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	handler, err := newHandler(os.Getenv)
	if err != nil {
		slog.Error("configuration", "error", err)
		os.Exit(1)
	}

	var ready atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/livez", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("/readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.Handle("/", handler)
	server := &http.Server{Addr: ":" + envOr("PORT", "8080"), Handler: mux, ReadHeaderTimeout: 5 * time.Second}

	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	go func() {
		<-stop.Done()
		// Readiness goes first, so that no new request arrives while the open ones are finished.
		ready.Store(false)
		deadline, done := context.WithTimeout(context.Background(), 10*time.Second)
		defer done()
		_ = server.Shutdown(deadline)
	}()

	ready.Store(true)
	slog.Info("listening", "address", server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		slog.Error("serving", "error", err)
		os.Exit(1)
	}
	slog.Info("stopped")
}

func newHandler(getenv func(string) string) (http.Handler, error) {
	mux := http.NewServeMux()
	for prefix, variable := range routes {
		target, err := url.Parse(getenv(variable))
		if err != nil || target.Host == "" {
			return nil, errors.New("environment variable " + variable + " is not set to a URL")
		}
		proxy := httputil.NewSingleHostReverseProxy(target)
		mux.Handle(prefix, proxy)
		mux.Handle(strings.TrimSuffix(prefix, "/")+"/", proxy)
	}
	return mux, nil
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
