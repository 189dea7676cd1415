using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Weir.Web.Json;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Version, totals, agents, health.</summary>
internal static class ServerRoutes
{
    public static void Add(RouteTable routes)
    {
        routes.Section("server");
        routes.Get("/version", "Version of the server, as text", c => c.Text(c.Web.Services.Version));
        routes.Get("/analyzer/json", "Totals of the server since start", c => c.Json(AnalyzerReport.Collect(c.Web).ToDictionary(n => n.Json, n => n.Value)));
        routes.Get("/license/json", "Licence of the server", c => c.Json(new { type = "Apache-2.0", status = "open source, unlimited", product = "Weir" }));
        routes.Get("/agents/json", "Agents with their sequence accounting", Agents, "agent");
        routes.Get("/api/v1/agents/errors/json", "Input that could not be read, by agent and reason", c => c.Json(c.Engine.DecodeErrorsByAgent()));
        routes.Get("/api/v1/status/json", "Version, uptime, listeners, addresses and switches", Status);

        routes.Section("operations", RouteArea.Operations);
        routes.Get("/healthz", "OK while the process answers", c => c.Text("OK\n"));
        routes.Get("/readyz", "OK when everything listens and every part has started, else 503 with what is missing", Ready);
    }

    private static IResult Agents(Call call)
    {
        IReadOnlyList<string> wanted = call.QueryList("agent");
        return wanted.Count > 0 ? call.Json(call.Engine.Agents(wanted)) : call.JsonInParts((_, piece) => JsonParts.Agents(piece, call.Engine.AgentsInParts()));
    }

    private static IResult Ready(Call call)
    {
        IReadOnlyList<string> missing = call.Web.Services.Status?.NotReady ?? [];
        return missing.Count == 0 ? call.Text("OK\n") : call.Error(StatusCodes.Status503ServiceUnavailable, string.Join("; ", missing));
    }

    private static IResult Status(Call call)
    {
        ConnectionInfo connection = call.Http.Connection;
        Listener http = new("HTTP", "tcp", connection.LocalIpAddress?.ToString() ?? "", connection.LocalPort);
        return call.Json(new
        {
            product = "Weir",
            version = call.Web.Services.Version,
            uptime = (long)call.Web.Process.Uptime.TotalMilliseconds,
            readOnly = call.Web.Options.ReadOnly,
            listeners = (call.Web.Services.Status?.Listeners ?? []).Append(http),
            notReady = call.Web.Services.Status?.NotReady ?? [],
            addresses = HostAddresses(),
        });
    }

    // Addresses an agent elsewhere could send to.
    private static List<string> HostAddresses()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(i => i.OperationalStatus == OperationalStatus.Up)
                    .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                    .Select(a => a.Address)
                    .Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal)
                    .OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
                    .Select(a => a.ToString()),
            ];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}
