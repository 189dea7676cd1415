using System.Globalization;
using Weir.Ingest.Udp;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition;

/// <summary>What the receive loops count, for <c>/metrics</c>.</summary>
internal sealed class ReceiverMetrics(Func<UdpReceiver?> receiver) : IMetricSource
{
    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        foreach (UdpSocketStatistics socket in receiver()?.Statistics() ?? [])
        {
            (string, string) shard = ("shard", socket.Shard.ToString(CultureInfo.InvariantCulture));
            sink.Counter("weir_udp_datagrams_total", "Datagrams received from the socket.", socket.Datagrams, shard);
            sink.Counter("weir_udp_bytes_total", "UDP payload bytes received from the socket.", socket.Bytes, shard);
            sink.Counter("weir_udp_batches_total", "System calls that returned datagrams.", socket.Batches, shard);
            sink.Counter("weir_udp_kernel_drops_total", "Datagrams the kernel dropped because the socket buffer was full.", socket.KernelDrops, shard);
            sink.Counter("weir_udp_refused_total", "Datagrams from sources that are not on the list of allowed ones.", socket.Refused, shard);
            sink.Counter("weir_udp_receive_errors_total", "Failed receive calls.", socket.ReceiveErrors, shard);
            sink.Counter("weir_udp_faults_total", "Batches given up because of an internal fault.", socket.Faults, shard);
            sink.Gauge("weir_udp_receive_buffer_bytes", "Socket buffer granted.", socket.ReceiveBufferBytes, shard);
            sink.Gauge("weir_receive_pause_longest_seconds", "Longest time the socket waited for its receive loop: the buffer has to bridge it.", socket.LongestPauseUs / 1e6, shard);
            for (int i = 0; i < socket.PausesLonger.Count; i++)
            {
                string than = (UdpSocketStatistics.PauseBoundsUs[i] / 1e6).ToString(CultureInfo.InvariantCulture);
                sink.Counter("weir_receive_pause_longer_total", "Times the socket waited for its receive loop for longer than so many seconds.", socket.PausesLonger[i], shard, ("than", than));
            }
        }
    }
}
