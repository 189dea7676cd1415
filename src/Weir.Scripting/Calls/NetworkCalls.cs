using Weir.Scripting.Network;

namespace Weir.Scripting.Calls;

/// <summary>Calls that talk to other machines; they keep the script waiting.</summary>
/// <param name="http">HTTP transfers.</param>
/// <param name="syslog">Syslog.</param>
/// <param name="graphite">Graphite.</param>
/// <param name="caller">Names the calling script to this server.</param>
internal sealed class NetworkCalls(HttpGateway http, SyslogSender syslog, GraphiteSender graphite, string caller)
{
    public void AddTo(CallTable table)
    {
        table.AddLater("http", HttpAsync);
        table.AddLater("http2", Http2Async);
        table.Add("dnsGetAllByName", a => AddressResolver.ResolveAll(a.Demand(0, "dnsGetAllByName: the name")).Select(i => i.ToString()).ToArray());
        table.Add("syslog", a => Syslog(a));
        table.Add("graphite", (a, cancel) => Graphite(a, cancel));
    }

    private Task<object?> HttpAsync(CallArguments arguments, CancellationToken cancel) => TransferAsync(
        HttpCall.Read(arguments[0]),
        outcome => outcome.IsSuccess ? outcome.Body : throw new CallException(outcome.Message),
        cancel);

    private Task<object?> Http2Async(CallArguments arguments, CancellationToken cancel) => TransferAsync(
        HttpCall.Read(arguments[0]),
        outcome => outcome.Status > 0 ? outcome : throw new CallException(outcome.Message),
        cancel);

    private async Task<object?> TransferAsync(HttpCall call, Func<HttpOutcome, object> judge, CancellationToken cancel) =>
        judge(await http.SendAsync(call, caller, cancel));

    private object Syslog(CallArguments arguments)
    {
        syslog.Send(arguments.Demand(0, "syslog: the server"), arguments.Number(1), arguments.Number(2), arguments.Number(3), arguments[4]);
        return CallResult.Nothing;
    }

    private object Graphite(CallArguments arguments, CancellationToken cancel)
    {
        graphite.Send(arguments.Demand(0, "graphite: the server"), arguments.Number(1), arguments[2], cancel);
        return CallResult.Nothing;
    }
}
