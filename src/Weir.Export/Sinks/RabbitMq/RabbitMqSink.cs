using System.Text;
using RabbitMQ.Client;
using Weir.Export.Events;

namespace Weir.Export.Sinks.RabbitMq;

/// <summary>Publishes events to an exchange of RabbitMQ and waits for the broker's confirms.</summary>
/// <remarks>
/// Messages are persistent and bear the event's id, so that whoever reads the queue sees a second delivery as one. After any fault the
/// connection is thrown away and the next batch opens another: what the broker did not confirm is sent again, in order.
/// </remarks>
internal sealed class RabbitMqSink : IEventSink
{
    private const int MaxRoutingKeyBytes = 255;

    private readonly RabbitMqOptions _options;
    private readonly SinkContext _context;
    private RabbitMqLine? _line;

    public RabbitMqSink(RabbitMqOptions options, SinkContext context)
    {
        _options = options;
        _context = context;
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 500, Linger = TimeSpan.FromMilliseconds(20) };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _context.Time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        ConfirmedBatch? confirms = null;
        try
        {
            RabbitMqLine line = await OpenAsync(both.Token);
            confirms = line.Begin(batch.Count);
            await PublishAsync(line, batch, both.Token);
            await confirms.Settled.WaitAsync(both.Token);
            return Result(batch, confirms, "the broker refused it");
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            await CloseAsync();
            SendResult fault = timeout.IsCancellationRequested
                ? SendResult.Retry($"no word of the broker within {_options.Timeout.TotalSeconds:0.###} s")
                : RabbitMqFault.Verdict(e);
            return confirms is null || fault.Outcome != SendOutcome.Retry ? fault : Result(batch, confirms, fault.Reason!);
        }
        catch (OperationCanceledException)
        {
            await CloseAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    // Everything behind the first that is missing goes again as well: a stream's order matters more than a second copy that bears the same id.
    private static SendResult Result(IReadOnlyList<WeirEvent> batch, ConfirmedBatch confirms, string reason)
    {
        ItemVerdict[] verdicts = new ItemVerdict[batch.Count];
        bool missing = false;
        for (int i = 0; i < verdicts.Length; i++)
        {
            missing |= confirms.Taken(i) != true;
            verdicts[i] = missing ? new ItemVerdict(SendOutcome.Retry, reason)
                : confirms.WasReturned(batch[i].Id) ? new ItemVerdict(SendOutcome.Rejected, "no queue is bound for its routing key")
                : new ItemVerdict(SendOutcome.Accepted);
        }

        return verdicts.All(v => v.Outcome == SendOutcome.Accepted) ? SendResult.Accepted
            : verdicts.All(v => v.Outcome == SendOutcome.Retry) ? SendResult.Retry(reason)
            : SendResult.Mixed(verdicts);
    }

    private static string RoutingKey(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(bytes.Length, MaxRoutingKeyBytes);
        while (length < bytes.Length && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async Task PublishAsync(RabbitMqLine line, IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        foreach (WeirEvent item in batch)
        {
            await line.PublishAsync(_options.Exchange, RoutingKey(_options.RoutingKey.Render(item)), _options.Mandatory, Properties(item), EventJson.ToBytes(item), cancel);
        }
    }

    private static BasicProperties Properties(WeirEvent item) => new()
    {
        MessageId = item.Id,
        Persistent = true,
        ContentType = "application/json",
        ContentEncoding = "utf-8",
        Type = Encoding.UTF8.GetByteCount(item.Kind) <= 255 ? item.Kind : null,
        AppId = "weir",
        Timestamp = new AmqpTimestamp(item.TimeNs / 1_000_000_000),
        Headers = new Dictionary<string, object?>
        {
            ["service"] = item.Service,
            ["severity"] = SeverityNames.Name(item.Severity),
            ["subject"] = item.Subject,
        },
    };

    private async Task<RabbitMqLine> OpenAsync(CancellationToken cancel)
    {
        if (_line is { IsOpen: true } line)
        {
            return line;
        }

        await CloseAsync();
        return _line = await RabbitMqLine.OpenAsync(_options, "weir/" + _context.Name, cancel);
    }

    private async Task CloseAsync()
    {
        if (_line is { } line)
        {
            _line = null;
            await line.DisposeAsync();
        }
    }
}
