using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
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
    private IConnection? _connection;
    private IChannel? _channel;
    private ulong _published;

    // Shared: written by the sink, read by the client's reader.
    private volatile ConfirmedBatch? _current;

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
            IChannel channel = await OpenAsync(both.Token);
            confirms = new ConfirmedBatch(_published + 1, batch.Count);
            await PublishAsync(channel, confirms, batch, both.Token);
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

    private async Task PublishAsync(IChannel channel, ConfirmedBatch confirms, IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        _current = confirms;
        foreach (WeirEvent item in batch)
        {
            await channel.BasicPublishAsync(
                _options.Exchange, RoutingKey(_options.RoutingKey.Render(item)), _options.Mandatory, Properties(item), EventJson.ToBytes(item), cancel);
            _published++;
        }

        await confirms.Settled.WaitAsync(cancel);
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

    private async Task<IChannel> OpenAsync(CancellationToken cancel)
    {
        if (_channel is { IsOpen: true } && _connection is { IsOpen: true })
        {
            return _channel;
        }

        await CloseAsync();
        _connection = await RabbitMqConnection.Factory(_options).CreateConnectionAsync("weir/" + _context.Name, cancel);
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancel);
        _published = 0;
        Listen(_channel);
        if (_options.DeclareType is { } type && _options.Exchange.Length > 0)
        {
            await _channel.ExchangeDeclareAsync(_options.Exchange, type, durable: true, autoDelete: false, cancellationToken: cancel);
        }

        return _channel;
    }

    private void Listen(IChannel channel)
    {
        channel.BasicAcksAsync += (_, word) => Tell(batch => batch.Acked(word));
        channel.BasicNacksAsync += (_, word) => Tell(batch => batch.Nacked(word));
        channel.BasicReturnAsync += (_, word) => Tell(batch => batch.Returned(word));
        channel.ChannelShutdownAsync += (_, word) => Tell(batch => batch.Closed(word));
    }

    private Task Tell(Action<ConfirmedBatch> word)
    {
        if (_current is { } batch)
        {
            word(batch);
        }

        return Task.CompletedTask;
    }

    private async Task CloseAsync()
    {
        _current = null;
        IChannel? channel = Interlocked.Exchange(ref _channel, null);
        IConnection? connection = Interlocked.Exchange(ref _connection, null);
        try
        {
            if (channel is not null)
            {
                await channel.DisposeAsync();
            }

            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or ObjectDisposedException or OperationCanceledException or TimeoutException)
        {
            // It was broken: that is why it is closed.
        }
    }
}
